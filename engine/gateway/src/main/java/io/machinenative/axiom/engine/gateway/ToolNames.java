package io.machinenative.axiom.engine.gateway;

import io.machinenative.axiom.codec.WireLimits;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Our names for what an upstream server has: its namespace, a dot, and its own name. Characters
 * that we do not allow become {@code _}; where that makes two names one, or a name is too long, its
 * end tells them apart. The same names give the same result. Stateless.
 */
final class ToolNames {
  private ToolNames() {}

  /**
   * @param namespace empty for none
   * @param names of the server, each once
   * @return ours, by its
   */
  static Map<String, String> of(String namespace, List<String> names) {
    Map<String, Integer> plain = new HashMap<>();
    names.forEach(name -> plain.merge(fitted(namespace, name), 1, Integer::sum));
    Map<String, String> ours = new LinkedHashMap<>();
    for (String name : names) {
      String fitted = fitted(namespace, name);
      boolean changed = !fitted.equals(joined(namespace, name));
      boolean shared = plain.get(fitted) > 1;
      ours.put(name, changed && shared ? told(fitted, name) : fitted);
    }
    return ours;
  }

  private static String joined(String namespace, String name) {
    return namespace.isEmpty() ? name : namespace + "." + name;
  }

  private static String fitted(String namespace, String name) {
    String fitted = joined(namespace, name).replaceAll("[^A-Za-z0-9._-]", "_");
    if (!Character.isLetterOrDigit(fitted.charAt(0))) {
      fitted = "x" + fitted;
    }
    return fitted.length() <= WireLimits.MAX_TOOL_NAME_BYTES ? fitted : told(fitted, name);
  }

  private static String told(String fitted, String name) {
    String end = "-" + Integer.toHexString(name.hashCode());
    int room = WireLimits.MAX_TOOL_NAME_BYTES - end.length();
    return fitted.substring(0, Math.min(fitted.length(), room)) + end;
  }
}

package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values of parameters as a command line gives them. Stateless. */
final class ParameterPath {
  private ParameterPath() {}

  /**
   * Puts a value at its place.
   *
   * @param path a name, or {@code name.inner} for a value within an object, which is read as JSON
   *     when it is a number, a truth value, a list or an object
   */
  static void put(Map<String, Object> into, String path, String value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      into.put(path, value);
      return;
    }
    Object inner = into.computeIfAbsent(path.substring(0, dot), none -> new LinkedHashMap<>());
    if (!(inner instanceof Map<?, ?>)) {
      throw new CommandFailure(ExitCode.USAGE, "--set " + path + ": it has a value already");
    }
    @SuppressWarnings("unchecked") // made above
    Map<String, Object> object = (Map<String, Object>) inner;
    String rest = path.substring(dot + 1);
    if (rest.contains(".")) {
      put(object, rest, value);
    } else {
      object.put(rest, typed(value));
    }
  }

  private static Object typed(String value) {
    try {
      Object read = Json.read(value);
      return read == null ? value : read;
    } catch (ToolException e) {
      return value; // a text, as most are
    }
  }
}

package io.machinenative.axiom.engine.edge.rest;

import io.machinenative.axiom.engine.edge.http.HttpExchange;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a web page of another origin may not do with tools, although its origin is let in: change
 * something, unless the operator named it; and send what a plain form can send, for which a browser
 * asks nobody. Other clients send no {@code Origin}, and are not concerned. Immutable, any thread.
 */
final class PageRules {
  private final Set<String> origins = new HashSet<>();

  /**
   * @param named origins that the operator lets in
   */
  PageRules(List<String> named) {
    named.forEach(origin -> origins.add(origin.toLowerCase(Locale.ROOT)));
  }

  /** Why a request may not call a tool; null when it may. */
  String refusal(HttpExchange exchange, boolean readOnly) {
    String origin = exchange.header("origin");
    if (origin == null || isOwn(origin, exchange.header("host"))) {
      return null;
    }
    if (isFormType(exchange.header("content-type"))) {
      return "a page of another origin must send application/json";
    }
    boolean named = origins.contains(origin.toLowerCase(Locale.ROOT));
    return readOnly || named
        ? null
        : "a page of " + origin + " may not call a tool that changes something: see edge.origins";
  }

  private static boolean isOwn(String origin, String host) {
    int scheme = origin.indexOf("://");
    return scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(host);
  }

  /** What a browser sends to another origin without asking there first. */
  private static boolean isFormType(String contentType) {
    if (contentType == null) {
      return true;
    }
    String type = contentType.toLowerCase(Locale.ROOT);
    return type.startsWith("text/plain")
        || type.startsWith("multipart/form-data")
        || type.startsWith("application/x-www-form-urlencoded");
  }
}

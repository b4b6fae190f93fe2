package io.machinenative.axiom.engine.edge.rest;

import io.machinenative.axiom.engine.edge.http.HttpExchange;
import io.machinenative.axiom.engine.edge.http.PageOrigins;
import java.util.Locale;

/**
 * What a web page of another origin may not do with tools, although its origin is let in: change
 * something, unless the operator named it; and send what a plain form can send, for which a browser
 * asks nobody. Other clients are not concerned. Immutable, any thread.
 */
final class PageRules {
  private final PageOrigins origins;

  PageRules(PageOrigins origins) {
    this.origins = origins;
  }

  /** Why a request may not call a tool; null when it may. */
  String refusal(HttpExchange exchange, boolean readOnly) {
    if (origins.isOurs(exchange)) {
      return null;
    }
    if (isFormType(exchange.header("content-type"))) {
      return "a page of another origin must send application/json";
    }
    return readOnly || origins.trusts(exchange)
        ? null
        : "a page of "
            + exchange.header("origin")
            + " may not call a tool that changes something: see edge.origins";
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

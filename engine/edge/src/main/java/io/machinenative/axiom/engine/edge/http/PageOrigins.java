package io.machinenative.axiom.engine.edge.http;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whose page a request comes from. Browsers say it in {@code Origin} whenever a page could do harm;
 * other clients say nothing. Immutable, any thread.
 */
public final class PageOrigins {
  private final Set<String> named = new HashSet<>();

  /**
   * @param named origins that the operator lets in, as {@code https://app.example}
   */
  public PageOrigins(List<String> named) {
    named.forEach(origin -> this.named.add(origin.toLowerCase(Locale.ROOT)));
  }

  /** Whether it is of no page, of a page of this server, or of one that the operator named. */
  public boolean trusts(HttpExchange exchange) {
    return isOurs(exchange) || isNamed(exchange);
  }

  /** Whether it is of no page, or of a page of this server. */
  public boolean isOurs(HttpExchange exchange) {
    String origin = exchange.header("origin");
    if (origin == null) {
      return true;
    }
    int scheme = origin.indexOf("://");
    return scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(exchange.header("host"));
  }

  /** Whether it is of a page that the operator named. */
  boolean isNamed(HttpExchange exchange) {
    String origin = exchange.header("origin");
    return origin != null && named.contains(origin.toLowerCase(Locale.ROOT));
  }
}

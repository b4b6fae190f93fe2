package io.machinenative.axiom.engine.edge.http;

/**
 * Lets pages of origins that the operator named read answers, and tells browsers before they ask.
 * Pages of other origins get no such word, so that browsers keep answers from them. On the ingress
 * thread; costs a look for one header field when there is no page.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">CORS protocol</a>
 */
public final class CrossOrigin implements HttpHandler {
  private static final byte[] PREFLIGHT =
      Answers.line(
          "Access-Control-Allow-Methods: GET, POST, DELETE\r\n"
              + "Access-Control-Allow-Headers: Authorization, X-API-Key, Content-Type,"
              + " Axiom-Timeout-Ms, Axiom-Priority, Idempotency-Key, traceparent,"
              + " MCP-Protocol-Version, Mcp-Method, Mcp-Name, Mcp-Session-Id, Last-Event-ID\r\n"
              + "Access-Control-Max-Age: 600");

  private static final byte[] READABLE =
      Answers.line(
          "Access-Control-Expose-Headers: Mcp-Session-Id, Retry-After, WWW-Authenticate,"
              + " RateLimit, RateLimit-Policy\r\n"
              + "Vary: Origin");

  private final PageOrigins origins;
  private final HttpHandler next;

  /**
   * @param next answers what is no question of a browser
   */
  public CrossOrigin(PageOrigins origins, HttpHandler next) {
    this.origins = origins;
    this.next = next;
  }

  @Override
  public void onRequest(HttpExchange exchange) {
    if (!origins.isNamed(exchange)) {
      next.onRequest(exchange);
      return;
    }
    exchange.field(Answers.line("Access-Control-Allow-Origin: " + exchange.header("origin")));
    if (exchange.method().equals("OPTIONS")
        && exchange.header("access-control-request-method") != null) {
      exchange.field(PREFLIGHT);
      exchange.answer(204);
    } else {
      exchange.field(READABLE);
      next.onRequest(exchange);
    }
  }
}

package io.machinenative.axiom.engine.edge.http;

/** Answers requests. On the ingress thread. */
@FunctionalInterface
public interface HttpHandler {
  /**
   * A request came in full.
   *
   * @param exchange to answer now or later, once; its body is borrowed until this returns
   */
  void onRequest(HttpExchange exchange);
}

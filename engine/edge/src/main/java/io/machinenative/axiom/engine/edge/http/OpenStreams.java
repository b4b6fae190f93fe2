package io.machinenative.axiom.engine.edge.http;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Streams that have begun and not ended: each is told something now and then, so that nobody
 * between takes a silent one for a dead one and ends the call behind it. Owned by the ingress
 * thread.
 */
final class OpenStreams {
  private final Set<HttpExchange> open = new LinkedHashSet<>();
  private final long keepAliveNs;
  private long nextNs;

  /**
   * @param keepAliveNs longest silence of a stream
   */
  OpenStreams(long keepAliveNs, long nowNs) {
    this.keepAliveNs = keepAliveNs;
    this.nextNs = nowNs + keepAliveNs;
  }

  void add(HttpExchange exchange) {
    open.add(exchange);
  }

  void remove(HttpExchange exchange) {
    open.remove(exchange);
  }

  void doWork(long nowNs) {
    if (nowNs - nextNs >= 0) {
      nextNs = nowNs + keepAliveNs;
      for (HttpExchange exchange : open.toArray(new HttpExchange[0])) {
        exchange.keepAlive(); // which may end it
      }
    }
  }
}

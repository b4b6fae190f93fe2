package io.machinenative.axiom.engine.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;

/**
 * The request of a connection or a stream that comes now, or is served now: one at a time. What it
 * refuses it names by a status of HTTP; 0 means that all is well.
 *
 * <p>Owned by the ingress thread.
 */
final class RequestTurn {
  private final EdgeConnections all;
  private final RequestCollector request;
  private HttpExchange served;
  private boolean handling;

  RequestTurn(EdgeConnections all) {
    this.all = all;
    this.request = new RequestCollector(all);
  }

  /** Whether a head came whose body is not there in full. */
  boolean isCollecting() {
    return request.isCollecting();
  }

  /** Whether a request waits for its answer. */
  boolean isServed() {
    return served != null;
  }

  /** Whether it is this one that waits. */
  boolean isServed(HttpExchange exchange) {
    return served == exchange;
  }

  /** Whether the request is being handed on: what fails then is a defect of ours. */
  boolean isHandling() {
    return handling;
  }

  /** Takes a head; answers the status with which it is refused. */
  int begin(HttpRequest head) {
    return request.begin(head);
  }

  /**
   * Takes a piece of the body, and hands the request on with the last one.
   *
   * @param channel where its answer goes
   * @return the status with which it is refused
   */
  int append(ByteBuf bytes, boolean last, ExchangeChannel channel) {
    int refusal = request.append(bytes, last);
    if (refusal == 0 && last) {
      served = request.take(channel);
      handling = true;
      try {
        all.handle(served);
      } finally {
        handling = false;
      }
    }
    return refusal;
  }

  /** The request that was served has its answer. */
  void end(HttpExchange exchange) {
    assert served == exchange : "the answer to another request";
    served = null;
  }

  /** Forgets what came of a request. */
  void drop() {
    request.drop();
  }

  /** The client is gone: whoever serves its request hears of it. */
  void gone() {
    request.drop();
    HttpExchange exchange = served;
    served = null;
    if (exchange != null) {
      exchange.gone();
    }
  }
}

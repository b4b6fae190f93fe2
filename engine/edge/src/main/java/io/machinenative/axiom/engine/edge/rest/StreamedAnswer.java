package io.machinenative.axiom.engine.edge.rest;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.edge.call.CallText;
import io.machinenative.axiom.engine.edge.http.Answers;
import io.machinenative.axiom.engine.edge.http.HttpExchange;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import org.agrona.DirectBuffer;

/**
 * For a client that wants to see how its call goes on: a stream of JSON objects, one for each
 * progress, and one for the outcome, which is the last. A call that fails before it has said
 * anything is answered by a problem, as any other. Owned by the ingress thread.
 */
final class StreamedAnswer implements RestForm {
  private final HttpExchange exchange;
  private final ByteSink sink;
  private final byte[] kind;

  /**
   * @param kind {@link Answers#LINES} or {@link Answers#EVENTS}
   */
  StreamedAnswer(HttpExchange exchange, ByteSink sink, byte[] kind) {
    this.exchange = exchange;
    this.sink = sink;
    this.kind = kind;
  }

  @Override
  public void result(ContentType type, DirectBuffer buffer, int offset, int length) {
    send(CallText.result(begin(), type, buffer, offset, length));
    exchange.endStream();
  }

  @Override
  public boolean error(Status status, int retryAfterMs, String message) {
    if (!exchange.isStreaming()) {
      return false;
    }
    send(CallText.error(begin(), status, retryAfterMs, message));
    exchange.endStream();
    return true;
  }

  @Override
  public void progress(double done, double total, String message) {
    send(CallText.progress(begin(), done, total, message));
  }

  private ByteSink begin() {
    return sink.reset().put('{');
  }

  private void send(ByteSink message) {
    message.put('}');
    exchange.openStream(kind);
    if (kind == Answers.LINES) {
      exchange.line(message);
    } else {
      exchange.event(message);
    }
  }
}

package io.machinenative.axiom.engine.edge.rest;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.edge.http.Answers;
import io.machinenative.axiom.engine.edge.http.HttpExchange;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import org.agrona.DirectBuffer;

/** The outcome is the answer, as the tool gave it. Owned by the ingress thread. */
final class WholeAnswer implements RestForm {
  private static final byte[] COMPOUND =
      Answers.line("Content-Type: application/vnd.axiom.compound");

  private final HttpExchange exchange;
  private final ByteSink sink;

  WholeAnswer(HttpExchange exchange, ByteSink sink) {
    this.exchange = exchange;
    this.sink = sink;
  }

  @Override
  public void result(ContentType type, DirectBuffer buffer, int offset, int length) {
    sink.reset().put(buffer.byteArray(), buffer.wrapAdjustment() + offset, length);
    exchange.answer(
        200,
        switch (type) {
          case JSON -> Answers.JSON;
          case TEXT -> Answers.TEXT;
          case COMPOUND -> COMPOUND;
          default -> Answers.BYTES;
        },
        sink);
  }

  @Override
  public boolean error(Status status, int retryAfterMs, String message) {
    return false;
  }

  @Override
  public void progress(double done, double total, String message) {
    // one answer is all that this way of calling has
  }
}

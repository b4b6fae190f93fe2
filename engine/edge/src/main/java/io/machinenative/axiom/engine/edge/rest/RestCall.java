package io.machinenative.axiom.engine.edge.rest;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.access.Meter;
import io.machinenative.axiom.engine.edge.access.RateFields;
import io.machinenative.axiom.engine.edge.call.CallOutcome;
import io.machinenative.axiom.engine.edge.call.CallPort;
import io.machinenative.axiom.engine.edge.call.CallRequest;
import io.machinenative.axiom.engine.edge.http.Answers;
import io.machinenative.axiom.engine.edge.http.HttpExchange;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.problem.HttpStatuses;
import io.machinenative.axiom.engine.edge.problem.Problems;
import org.agrona.DirectBuffer;

/** A call by HTTP: its outcome is the answer, as the tool gave it. Owned by the ingress thread. */
final class RestCall implements CallOutcome {
  private static final byte[] COMPOUND =
      Answers.line("Content-Type: application/vnd.axiom.compound");

  private final HttpExchange exchange;
  private final ByteSink sink;
  private final Meter[] meters;
  private long correlationId;
  private boolean done;

  /**
   * @param meters that count the call; null for none
   */
  RestCall(HttpExchange exchange, ByteSink sink, Meter[] meters) {
    this.meters = meters;
    this.exchange = exchange;
    this.sink = sink;
  }

  void start(CallRequest call) {
    CallPort port = exchange.port();
    correlationId = port.nextCorrelationId();
    port.call(call, this);
    if (!done) {
      exchange.onGone(() -> port.cancel(correlationId));
    }
  }

  @Override
  public void onResult(ContentType type, DirectBuffer buffer, int offset, int length) {
    done = true;
    RateFields.add(meters, exchange);
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
  public void onError(Status status, int retryAfterMs, String message) {
    done = true;
    RateFields.add(meters, exchange);
    Problems.answer(
        exchange,
        sink.reset(),
        HttpStatuses.of(status, exchange.port().refusedBy() != null),
        status,
        retryAfterMs,
        message);
  }

  @Override
  public void onProgress(double progress, double total, String message) {
    // one answer is all that this way of calling has
  }
}

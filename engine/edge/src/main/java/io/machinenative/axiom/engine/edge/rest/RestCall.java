package io.machinenative.axiom.engine.edge.rest;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.access.Meter;
import io.machinenative.axiom.engine.edge.access.RateFields;
import io.machinenative.axiom.engine.edge.call.CallOutcome;
import io.machinenative.axiom.engine.edge.call.CallPort;
import io.machinenative.axiom.engine.edge.call.CallRequest;
import io.machinenative.axiom.engine.edge.http.HttpExchange;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.problem.HttpStatuses;
import io.machinenative.axiom.engine.edge.problem.Problems;
import org.agrona.DirectBuffer;

/**
 * A call by HTTP, from its request to its outcome; stopped when the client goes. Owned by the
 * ingress thread.
 */
final class RestCall implements CallOutcome {
  private final HttpExchange exchange;
  private final ByteSink sink;
  private final Meter[] meters;
  private final RestForm form;
  private boolean done;

  /**
   * @param sink for a problem
   * @param meters that count the call; null for none
   * @param form says everything else
   */
  RestCall(HttpExchange exchange, ByteSink sink, Meter[] meters, RestForm form) {
    this.exchange = exchange;
    this.sink = sink;
    this.meters = meters;
    this.form = form;
  }

  void start(CallRequest call) {
    CallPort port = exchange.port();
    long correlationId = port.nextCorrelationId();
    port.call(call, this);
    if (!done) {
      exchange.onGone(() -> port.cancel(correlationId));
    }
  }

  @Override
  public void onResult(ContentType type, DirectBuffer buffer, int offset, int length) {
    done = true;
    RateFields.add(meters, exchange);
    form.result(type, buffer, offset, length);
  }

  @Override
  public void onError(Status status, int retryAfterMs, String message) {
    done = true;
    if (!form.error(status, retryAfterMs, message)) {
      RateFields.add(meters, exchange);
      Problems.answer(
          exchange,
          sink.reset(),
          HttpStatuses.of(status, exchange.port().refusedBy() != null),
          status,
          retryAfterMs,
          message);
    }
  }

  @Override
  public void onProgress(double progress, double total, String message) {
    form.progress(progress, total, message);
  }
}

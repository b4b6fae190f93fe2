package io.machinenative.axiom.engine.edge.rest;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.access.Meter;
import io.machinenative.axiom.engine.edge.access.RateFields;
import io.machinenative.axiom.engine.edge.call.CallOutcome;
import io.machinenative.axiom.engine.edge.call.CallPort;
import io.machinenative.axiom.engine.edge.call.CallRequest;
import io.machinenative.axiom.engine.edge.call.CallText;
import io.machinenative.axiom.engine.edge.http.Answers;
import io.machinenative.axiom.engine.edge.http.HttpExchange;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.problem.HttpStatuses;
import io.machinenative.axiom.engine.edge.problem.Problems;
import org.agrona.DirectBuffer;

/**
 * A call by HTTP whose client wants to see how it goes on: a stream of JSON objects, one for each
 * progress, and one for the outcome, which is the last. A call that fails before it has said
 * anything is answered by a problem, as any other. Owned by the ingress thread.
 */
final class StreamedCall implements CallOutcome {
  private final HttpExchange exchange;
  private final ByteSink sink;
  private final byte[] kind;
  private final Meter[] meters;
  private long correlationId;
  private boolean done;

  /**
   * @param kind {@link Answers#LINES} or {@link Answers#EVENTS}
   * @param meters that count the call; null for none
   */
  StreamedCall(HttpExchange exchange, ByteSink sink, byte[] kind, Meter[] meters) {
    this.meters = meters;
    this.exchange = exchange;
    this.sink = sink;
    this.kind = kind;
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
    send(CallText.result(begin(), type, buffer, offset, length));
    end();
  }

  @Override
  public void onError(Status status, int retryAfterMs, String message) {
    if (exchange.isStreaming()) {
      send(CallText.error(begin(), status, retryAfterMs, message));
      end();
    } else {
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
  }

  @Override
  public void onProgress(double progress, double total, String message) {
    send(CallText.progress(begin(), progress, total, message));
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

  private void end() {
    done = true;
    exchange.endStream();
  }
}

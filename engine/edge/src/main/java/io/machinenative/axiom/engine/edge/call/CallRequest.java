package io.machinenative.axiom.engine.edge.call;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Interaction;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.engine.access.Caller;
import java.util.Arrays;

/**
 * What is asked of a port, collected field by field; reused. Owned by the ingress thread.
 *
 * <p>{@link #begin} sets what most calls have; the rest is set one by one.
 */
public final class CallRequest {
  private static final byte[] NOTHING = {};

  int toolId;
  ContentType contentType = ContentType.JSON;
  byte[] payload = NOTHING;
  int payloadOffset;
  int payloadLength;
  long timeoutNs;
  Priority priority = Priority.NORMAL;
  long keyHigh;
  long keyLow;
  long traceIdHigh;
  long traceIdLow;
  long parentSpanId;
  int traceFlags;
  byte[] traceState = NOTHING;
  Interaction interaction = Interaction.NONE;
  Caller caller;

  /** Begins a call with JSON, without a deadline, key or trace. */
  public CallRequest begin(int tool, byte[] bytes, int offset, int length) {
    toolId = tool;
    contentType = ContentType.JSON;
    payload = bytes;
    payloadOffset = offset;
    payloadLength = length;
    timeoutNs = CallContext.NO_DEADLINE;
    priority = Priority.NORMAL;
    keyHigh = 0;
    keyLow = 0;
    traceIdHigh = 0;
    traceIdLow = 0;
    parentSpanId = 0;
    traceFlags = 0;
    traceState = NOTHING;
    interaction = Interaction.NONE;
    caller = null;
    return this;
  }

  /** Who calls; without one the call is refused where everybody has to say who it is. */
  public void caller(Caller who) {
    caller = who;
  }

  public Caller caller() {
    return caller;
  }

  public int toolId() {
    return toolId;
  }

  public int payloadLength() {
    return payloadLength;
  }

  public void contentType(ContentType type) {
    contentType = type;
  }

  /** Time left, {@link CallContext#NO_DEADLINE} for none. */
  public void timeoutNs(long leftNs) {
    timeoutNs = leftNs;
  }

  public void priority(Priority lane) {
    priority = lane;
  }

  /** Both halves 0 for none. */
  public void idempotencyKey(long high, long low) {
    keyHigh = high;
    keyLow = low;
  }

  public void interaction(Interaction withClient) {
    interaction = withClient;
  }

  /**
   * Takes a W3C trace context over; one that is none is ignored, as the specification wants, and a
   * state that is too long or no ASCII is left out.
   *
   * @param parent a {@code traceparent}; null for none
   * @param state its {@code tracestate}; null for none
   * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
   */
  public void trace(String parent, String state) {
    if (parent == null || !TraceText.isParent(parent)) {
      return;
    }
    long high = Long.parseUnsignedLong(parent, 3, 19, 16);
    long low = Long.parseUnsignedLong(parent, 19, 35, 16);
    long span = Long.parseUnsignedLong(parent, 36, 52, 16);
    if ((high | low) != 0 && span != 0) {
      traceIdHigh = high;
      traceIdLow = low;
      parentSpanId = span;
      traceFlags = Integer.parseInt(parent, 53, 55, 16);
      traceState = state == null ? NOTHING : TraceText.state(state);
    }
  }

  /**
   * The same call once more, with a payload of its own; for a caller that may have to repeat it.
   */
  public CallRequest copy() {
    CallRequest copy = new CallRequest();
    copy.begin(
        toolId,
        Arrays.copyOfRange(payload, payloadOffset, payloadOffset + payloadLength),
        0,
        payloadLength);
    copy.contentType = contentType;
    copy.timeoutNs = timeoutNs;
    copy.priority = priority;
    copy.keyHigh = keyHigh;
    copy.keyLow = keyLow;
    copy.traceIdHigh = traceIdHigh;
    copy.traceIdLow = traceIdLow;
    copy.parentSpanId = parentSpanId;
    copy.traceFlags = traceFlags;
    copy.traceState = traceState;
    copy.interaction = interaction;
    copy.caller = caller;
    return copy;
  }
}

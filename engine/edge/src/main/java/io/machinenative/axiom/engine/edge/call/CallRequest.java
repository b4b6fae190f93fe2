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
  int toolId;
  ContentType contentType = ContentType.JSON;
  byte[] payload = new byte[0];
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

  public ContentType contentType() {
    return contentType;
  }

  public int payloadLength() {
    return payloadLength;
  }

  /** The payload, for a caller that may have to send it again. */
  public byte[] payloadCopy() {
    return Arrays.copyOfRange(payload, payloadOffset, payloadOffset + payloadLength);
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
   * Takes a W3C {@code traceparent} over; one that is none is ignored, as the specification wants.
   *
   * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
   */
  public void traceParent(String header) {
    if (header == null || header.length() < 55 || header.charAt(2) != '-') {
      return;
    }
    try {
      long high = Long.parseUnsignedLong(header, 3, 19, 16);
      long low = Long.parseUnsignedLong(header, 19, 35, 16);
      long span = Long.parseUnsignedLong(header, 36, 52, 16);
      int flags = Integer.parseInt(header, 53, 55, 16);
      if ((high | low) != 0 && span != 0) {
        traceIdHigh = high;
        traceIdLow = low;
        parentSpanId = span;
        traceFlags = flags;
      }
    } catch (NumberFormatException _) {
      traceFlags = 0; // no trace
    }
  }
}

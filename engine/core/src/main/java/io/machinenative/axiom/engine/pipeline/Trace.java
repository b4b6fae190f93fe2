package io.machinenative.axiom.engine.pipeline;

import io.machinenative.axiom.codec.InvokeDecoder;

/**
 * The W3C trace context of a call, as it came. Owned by the call's thread. Only {@link #parent()}
 * allocates.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public final class Trace {
  private long traceIdHigh;
  private long traceIdLow;
  private long parentSpanId;
  private int flags;

  /** Takes the context of a call over. */
  public void set(InvokeDecoder invoke) {
    traceIdHigh = invoke.traceIdHigh();
    traceIdLow = invoke.traceIdLow();
    parentSpanId = invoke.parentSpanId();
    flags = invoke.traceFlags();
  }

  /** Forgets the context. */
  public void clear() {
    traceIdHigh = 0;
    traceIdLow = 0;
    parentSpanId = 0;
    flags = 0;
  }

  /** The {@code traceparent} of version 00, or null when there is no trace. */
  public String parent() {
    if ((traceIdHigh | traceIdLow) == 0 || parentSpanId == 0) {
      return null;
    }
    return String.format("00-%016x%016x-%016x-%02x", traceIdHigh, traceIdLow, parentSpanId, flags);
  }
}

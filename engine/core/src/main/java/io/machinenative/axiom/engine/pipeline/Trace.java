package io.machinenative.axiom.engine.pipeline;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.machinenative.axiom.codec.InvokeDecoder;
import io.machinenative.axiom.codec.WireLimits;

/**
 * The W3C trace context of a call, as it came. Owned by the call's thread. {@link #parent()} and
 * {@link #state()} allocate, and the first call that brings a trace state does, once.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public final class Trace {
  private long traceIdHigh;
  private long traceIdLow;
  private long parentSpanId;
  private int flags;
  private byte[] state = {};
  private int stateBytes;

  /** Takes the context of a call over. */
  public void set(InvokeDecoder invoke) {
    traceIdHigh = invoke.traceIdHigh();
    traceIdLow = invoke.traceIdLow();
    parentSpanId = invoke.parentSpanId();
    flags = invoke.traceFlags();
  }

  /**
   * Takes the trace state of a call over, and moves on to its payload.
   *
   * @param invoke at its first field of a variable length
   */
  public void takeState(InvokeDecoder invoke) {
    stateBytes = invoke.traceStateLength();
    if (stateBytes > state.length) {
      state = new byte[WireLimits.MAX_TRACE_STATE_BYTES]; // validation lets no longer one by
    }
    invoke.getTraceState(state, 0, stateBytes);
  }

  /** Forgets the context. */
  public void clear() {
    traceIdHigh = 0;
    traceIdLow = 0;
    parentSpanId = 0;
    flags = 0;
    stateBytes = 0;
  }

  /** The {@code traceparent} of version 00, or null when there is no trace. */
  public String parent() {
    if ((traceIdHigh | traceIdLow) == 0 || parentSpanId == 0) {
      return null;
    }
    return String.format("00-%016x%016x-%016x-%02x", traceIdHigh, traceIdLow, parentSpanId, flags);
  }

  /** The {@code tracestate}; empty when there is none. */
  public String state() {
    return stateBytes == 0 ? "" : new String(state, 0, stateBytes, US_ASCII);
  }
}

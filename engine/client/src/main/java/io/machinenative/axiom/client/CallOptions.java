package io.machinenative.axiom.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.codec.WireLimits;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a call is made: deadline, priority, idempotency key, W3C trace context. Mutable, so that one
 * object serves call after call without allocation; read while a call is sent, never kept. Owned by
 * one thread.
 */
public final class CallOptions {
  /** {@link #deadlineNs()}: the call may take for ever. */
  public static final long NO_DEADLINE = Long.MAX_VALUE;

  private static final Pattern TRACE_PARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{16})([0-9a-f]{16})-([0-9a-f]{16})-([0-9a-f]{2})");

  private static final byte[] NO_BYTES = {};

  private long deadlineNs = NO_DEADLINE;
  private Priority priority = Priority.NORMAL;
  private long idempotencyKeyHigh;
  private long idempotencyKeyLow;
  private long traceIdHigh;
  private long traceIdLow;
  private long parentSpanId;
  private int traceFlags;
  private byte[] traceState = NO_BYTES;

  /** No deadline, priority NORMAL, no key, no trace. */
  public CallOptions() {}

  /** A copy. */
  public CallOptions(CallOptions source) {
    deadlineNs = source.deadlineNs;
    priority = source.priority;
    idempotencyKeyHigh = source.idempotencyKeyHigh;
    idempotencyKeyLow = source.idempotencyKeyLow;
    traceIdHigh = source.traceIdHigh;
    traceIdLow = source.traceIdLow;
    parentSpanId = source.parentSpanId;
    traceFlags = source.traceFlags;
    traceState = source.traceState;
  }

  /**
   * Bounds the call.
   *
   * @param relativeNs nanoseconds from now on; 0 or less is past already, {@link #NO_DEADLINE}
   *     lifts the bound
   */
  public CallOptions deadlineNs(long relativeNs) {
    deadlineNs = relativeNs;
    return this;
  }

  /** Nanoseconds from the sending of the call on, or {@link #NO_DEADLINE}. */
  public long deadlineNs() {
    return deadlineNs;
  }

  boolean hasDeadline() {
    return deadlineNs != NO_DEADLINE;
  }

  /** Chooses the lane of the call. */
  public CallOptions priority(Priority lane) {
    if (lane == Priority.NULL_VAL || lane == Priority.SBE_UNKNOWN) {
      throw new IllegalArgumentException("expected a priority, got " + lane);
    }
    priority = Objects.requireNonNull(lane, "lane");
    return this;
  }

  public Priority priority() {
    return priority;
  }

  /** Marks attempts of one call, so that the server runs it once; both halves 0 for none. */
  public CallOptions idempotencyKey(long high, long low) {
    idempotencyKeyHigh = high;
    idempotencyKeyLow = low;
    return this;
  }

  public long idempotencyKeyHigh() {
    return idempotencyKeyHigh;
  }

  public long idempotencyKeyLow() {
    return idempotencyKeyLow;
  }

  /** Whether the call carries an idempotency key. */
  public boolean hasIdempotencyKey() {
    return (idempotencyKeyHigh | idempotencyKeyLow) != 0;
  }

  /**
   * Sets the W3C trace context.
   *
   * @param idHigh first 8 bytes of trace-id, read as big endian; both halves 0 for none
   * @param idLow last 8 bytes of trace-id
   * @param spanId parent-id, read as big endian
   * @param flags trace-flags, 0 to 255
   */
  public CallOptions trace(long idHigh, long idLow, long spanId, int flags) {
    traceIdHigh = idHigh;
    traceIdLow = idLow;
    parentSpanId = spanId;
    traceFlags = flags & 0xFF;
    return this;
  }

  /**
   * Sets the W3C trace context from a {@code traceparent} header. Allocates.
   *
   * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">Trace Context</a>
   */
  public CallOptions traceParent(String header) {
    Matcher parts = TRACE_PARENT.matcher(header);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "expected a traceparent such as 00-<32 hex>-<16 hex>-<2 hex>, got '" + header + "'");
    }
    return trace(
        HexFormat.fromHexDigitsToLong(parts.group(1)),
        HexFormat.fromHexDigitsToLong(parts.group(2)),
        HexFormat.fromHexDigitsToLong(parts.group(3)),
        HexFormat.fromHexDigits(parts.group(4)));
  }

  /**
   * Sets the W3C {@code tracestate}; empty for none, at most 512 characters of ASCII. Allocates.
   */
  public CallOptions traceState(String header) {
    byte[] bytes = header.getBytes(US_ASCII);
    if (bytes.length > WireLimits.MAX_TRACE_STATE_BYTES) {
      throw new IllegalArgumentException(
          "expected a tracestate of at most "
              + WireLimits.MAX_TRACE_STATE_BYTES
              + " bytes, got "
              + bytes.length);
    }
    traceState = bytes;
    return this;
  }

  long traceIdHigh() {
    return traceIdHigh;
  }

  long traceIdLow() {
    return traceIdLow;
  }

  long parentSpanId() {
    return parentSpanId;
  }

  int traceFlags() {
    return traceFlags;
  }

  byte[] traceState() {
    return traceState;
  }

  /** Back to what {@link #CallOptions()} gives. */
  public CallOptions reset() {
    deadlineNs = NO_DEADLINE;
    priority = Priority.NORMAL;
    traceState = NO_BYTES;
    return idempotencyKey(0, 0).trace(0, 0, 0, 0);
  }
}

package io.machinenative.axiom.engine;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.InvokeEncoder;
import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.codec.WireLimits;

/** A call; a test changes what it is about. */
final class Invoke {
  private static final int PRIORITY_OFFSET =
      WireLimits.HEADER_BYTES + InvokeEncoder.priorityEncodingOffset();
  private static final int CONTENT_TYPE_OFFSET =
      WireLimits.HEADER_BYTES + InvokeEncoder.contentTypeEncodingOffset();

  long correlationId;
  int toolId;
  long deadlineNs = InvokeEncoder.relativeDeadlineNsNullValue();
  long keyHigh;
  long keyLow;
  long traceIdHigh;
  long traceIdLow;
  long parentSpanId;
  int traceFlags;
  int priority = Priority.NORMAL.value();
  int contentType = ContentType.BINARY.value();
  byte[] traceState = new byte[0];
  byte[] payload = new byte[0];

  static Invoke of(long correlationId, String tool) {
    Invoke invoke = new Invoke();
    invoke.correlationId = correlationId;
    invoke.toolId = ToolId.of(tool);
    return invoke;
  }

  static Invoke of(long correlationId, String tool, byte[] payload) {
    return of(correlationId, tool).payload(payload);
  }

  Invoke payload(byte[] bytes) {
    payload = bytes;
    return this;
  }

  Invoke deadlineNs(long ns) {
    deadlineNs = ns;
    return this;
  }

  Invoke key(long low) {
    keyLow = low;
    return this;
  }

  Invoke priority(Priority value) {
    priority = value.value();
    return this;
  }

  byte[] build() {
    byte[] frame =
        Messages.encode((buffer, header) -> {
          InvokeEncoder invoke = new InvokeEncoder().wrapAndApplyHeader(buffer, 0, header);
          invoke
              .correlationId(correlationId)
              .relativeDeadlineNs(deadlineNs)
              .idempotencyKeyHigh(keyHigh)
              .idempotencyKeyLow(keyLow)
              .traceIdHigh(traceIdHigh)
              .traceIdLow(traceIdLow)
              .parentSpanId(parentSpanId)
              .toolId(Integer.toUnsignedLong(toolId))
              .traceFlags((short) traceFlags)
              .priority(Priority.LOW)
              .contentType(ContentType.BINARY)
              .reserved((short) 0)
              .putTraceState(traceState, 0, traceState.length)
              .putPayload(payload, 0, payload.length);
          return invoke.encodedLength();
        });
    // As they are, known or not.
    frame[PRIORITY_OFFSET] = (byte) priority;
    frame[CONTENT_TYPE_OFFSET] = (byte) contentType;
    return frame;
  }
}

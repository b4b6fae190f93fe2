package io.machinenative.axiom.engine.edge.call;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.codec.CancelEncoder;
import io.machinenative.axiom.codec.GoodbyeEncoder;
import io.machinenative.axiom.codec.HeartbeatEncoder;
import io.machinenative.axiom.codec.HelloEncoder;
import io.machinenative.axiom.codec.InvokeEncoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WireLimits;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where the ports of one ingress agent write requests, one at a time. Grows with the longest
 * request and gives long ones back. Owned by the agent's thread.
 */
final class CallBuffers {
  private static final int KEPT_BYTES = 256 * 1024;
  private static final int INITIAL_BYTES = 8 * 1024;
  private static final byte[] NOTHING = new byte[0];

  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final InvokeEncoder invoke = new InvokeEncoder();
  private final CancelEncoder cancel = new CancelEncoder();
  private final HelloEncoder hello = new HelloEncoder();
  private final GoodbyeEncoder goodbye = new GoodbyeEncoder();
  private final HeartbeatEncoder heartbeat = new HeartbeatEncoder();
  private final UnsafeBuffer request = new UnsafeBuffer(new byte[INITIAL_BYTES]);
  private final UnsafeBuffer reply = new UnsafeBuffer(new byte[INITIAL_BYTES]);

  /** Holds the request that was encoded last, from 0 on. */
  UnsafeBuffer request() {
    return request;
  }

  /** Where a reply of so many bytes is written. */
  UnsafeBuffer reply(int length) {
    return sized(reply, length);
  }

  private static UnsafeBuffer sized(UnsafeBuffer buffer, int length) {
    int capacity = buffer.capacity();
    if (length > capacity) {
      buffer.wrap(new byte[Math.max(length, Math.min(capacity * 2, KEPT_BYTES))]);
    } else if (capacity > KEPT_BYTES && length <= KEPT_BYTES) {
      buffer.wrap(new byte[INITIAL_BYTES]);
      return sized(buffer, length);
    }
    return buffer;
  }

  /** Encodes a call; answers its length. */
  int invoke(long correlationId, CallRequest call) {
    int length = WireLimits.INVOKE_OVERHEAD_BYTES + call.traceState.length + call.payloadLength;
    invoke
        .wrapAndApplyHeader(sized(request, length), 0, header)
        .correlationId(correlationId)
        .relativeDeadlineNs(
            call.timeoutNs == CallContext.NO_DEADLINE
                ? InvokeEncoder.relativeDeadlineNsNullValue()
                : call.timeoutNs)
        .idempotencyKeyHigh(call.keyHigh)
        .idempotencyKeyLow(call.keyLow)
        .traceIdHigh(call.traceIdHigh)
        .traceIdLow(call.traceIdLow)
        .parentSpanId(call.parentSpanId)
        .toolId(Integer.toUnsignedLong(call.toolId))
        .traceFlags((short) call.traceFlags)
        .priority(call.priority)
        .contentType(call.contentType)
        .reserved((short) 0)
        .putTraceState(call.traceState, 0, call.traceState.length)
        .putPayload(call.payload, call.payloadOffset, call.payloadLength);
    return length;
  }

  int cancel(long correlationId) {
    cancel.wrapAndApplyHeader(request, 0, header).correlationId(correlationId);
    return WireLimits.HEADER_BYTES + cancel.encodedLength();
  }

  int goodbye() {
    goodbye
        .wrapAndApplyHeader(request, 0, header)
        .status(Status.SHUTDOWN)
        .drainMs(0)
        .putMessage(NOTHING, 0, 0);
    return WireLimits.HEADER_BYTES + goodbye.encodedLength();
  }

  int heartbeatReply(long timestampNs) {
    heartbeat
        .wrapAndApplyHeader(request, 0, header)
        .timestampNs(timestampNs)
        .flags()
        .clear()
        .reply(true);
    return WireLimits.HEADER_BYTES + heartbeat.encodedLength();
  }

  int hello(byte[] name, byte[] credentials) {
    hello.wrapAndApplyHeader(sized(request, INITIAL_BYTES + credentials.length), 0, header);
    hello.capabilities().clear().progress(true).fragments(false);
    hello
        .maxMessageBytes(0)
        .creditWindow(0)
        .heartbeatIntervalMs(WireLimits.MAX_HEARTBEAT_INTERVAL_MS)
        .responseStreamId(0)
        .minVersion(WireLimits.MIN_VERSION)
        .maxVersion(WireLimits.MAX_VERSION)
        .putResponseChannel(NOTHING, 0, 0)
        .putClientName(name, 0, name.length)
        .putCredentials(credentials, 0, credentials.length);
    return WireLimits.HEADER_BYTES + hello.encodedLength();
  }
}

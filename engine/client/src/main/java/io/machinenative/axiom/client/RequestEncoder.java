package io.machinenative.axiom.client;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.CancelEncoder;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.DescribeToolEncoder;
import io.machinenative.axiom.codec.GoodbyeEncoder;
import io.machinenative.axiom.codec.HeartbeatEncoder;
import io.machinenative.axiom.codec.HelloEncoder;
import io.machinenative.axiom.codec.InvokeEncoder;
import io.machinenative.axiom.codec.ListToolsEncoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WatchCreditEncoder;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.Outcome;
import org.agrona.DirectBuffer;

/**
 * Encodes what a client sends, in place, into the room that its {@link Outbox} gives. Owned by the
 * session's thread. Allocates nothing for calls, heartbeats and cancels; strings for the rest.
 */
final class RequestEncoder {
  private final Outbox outbox;
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final HelloEncoder hello = new HelloEncoder();
  private final HeartbeatEncoder heartbeat = new HeartbeatEncoder();
  private final GoodbyeEncoder goodbye = new GoodbyeEncoder();
  private final InvokeEncoder invoke = new InvokeEncoder();
  private final CancelEncoder cancel = new CancelEncoder();
  private final ListToolsEncoder listTools = new ListToolsEncoder();
  private final DescribeToolEncoder describeTool = new DescribeToolEncoder();
  private final WatchCreditEncoder watchCredit = new WatchCreditEncoder();

  RequestEncoder(Outbox outbox) {
    this.outbox = outbox;
  }

  /** Answers as {@link Outbox#claim}. */
  int hello(SessionConfig config, String responseChannel, int responseStreamId) {
    byte[] channel = responseChannel.getBytes(UTF_8);
    byte[] name = config.clientName().getBytes(UTF_8);
    byte[] credentials = config.credentials();
    int length =
        WireLimits.HEADER_BYTES
            + HelloEncoder.BLOCK_LENGTH
            + HelloEncoder.responseChannelHeaderLength()
            + channel.length
            + HelloEncoder.clientNameHeaderLength()
            + name.length
            + HelloEncoder.credentialsHeaderLength()
            + credentials.length;
    int outcome = outbox.claim(length);
    if (outcome != Outcome.OK) {
      return outcome;
    }
    hello.wrapAndApplyHeader(outbox.buffer(), outbox.offset(), header);
    hello.capabilities().clear().progress(true).fragments(true);
    hello
        .maxMessageBytes(config.maxMessageBytes())
        .creditWindow(config.creditWindow())
        .heartbeatIntervalMs(config.heartbeatIntervalMs())
        .responseStreamId(responseStreamId)
        .minVersion(WireLimits.MIN_VERSION)
        .maxVersion(WireLimits.MAX_VERSION)
        .putResponseChannel(channel, 0, channel.length)
        .putClientName(name, 0, name.length)
        .putCredentials(credentials, 0, credentials.length);
    outbox.commit();
    return Outcome.OK;
  }

  /** Answers as {@link Outbox#claim}. */
  int invoke(
      long correlationId,
      int toolId,
      ContentType contentType,
      DirectBuffer payload,
      int payloadOffset,
      int payloadBytes,
      CallOptions options) {
    byte[] traceState = options.traceState();
    int outcome =
        outbox.claim((long) WireLimits.INVOKE_OVERHEAD_BYTES + traceState.length + payloadBytes);
    if (outcome != Outcome.OK) {
      return outcome;
    }
    invoke
        .wrapAndApplyHeader(outbox.buffer(), outbox.offset(), header)
        .correlationId(correlationId)
        .relativeDeadlineNs(
            options.hasDeadline()
                ? options.deadlineNs()
                : InvokeEncoder.relativeDeadlineNsNullValue())
        .idempotencyKeyHigh(options.idempotencyKeyHigh())
        .idempotencyKeyLow(options.idempotencyKeyLow())
        .traceIdHigh(options.traceIdHigh())
        .traceIdLow(options.traceIdLow())
        .parentSpanId(options.parentSpanId())
        .toolId(toolId & 0xFFFF_FFFFL)
        .traceFlags((short) options.traceFlags())
        .priority(options.priority())
        .contentType(contentType)
        .reserved((short) 0)
        .putTraceState(traceState, 0, traceState.length)
        .putPayload(payload, payloadOffset, payloadBytes);
    outbox.commit();
    return Outcome.OK;
  }

  boolean cancel(long correlationId) {
    if (outbox.claim(WireLimits.HEADER_BYTES + CancelEncoder.BLOCK_LENGTH) != Outcome.OK) {
      return false;
    }
    cancel
        .wrapAndApplyHeader(outbox.buffer(), outbox.offset(), header)
        .correlationId(correlationId);
    outbox.commit();
    return true;
  }

  /**
   * Sends a message that was encoded before, with a correlation id, which each request's block
   * begins with. Answers as {@link Outbox#claim}.
   *
   * @param message header included
   */
  int copy(byte[] message, long correlationId) {
    int outcome = outbox.claim(message.length);
    if (outcome == Outcome.OK) {
      outbox.buffer().putBytes(outbox.offset(), message);
      outbox
          .buffer()
          .putLong(outbox.offset() + WireLimits.HEADER_BYTES, correlationId, LITTLE_ENDIAN);
      outbox.commit();
    }
    return outcome;
  }

  /** Lets the server push more changes to a watch. */
  boolean watchCredit(long watchId, long changes) {
    if (outbox.claim(WireLimits.HEADER_BYTES + WatchCreditEncoder.BLOCK_LENGTH) != Outcome.OK) {
      return false;
    }
    watchCredit
        .wrapAndApplyHeader(outbox.buffer(), outbox.offset(), header)
        .watchId(watchId)
        .changes(changes);
    outbox.commit();
    return true;
  }

  boolean heartbeat(long timestampNs, boolean reply) {
    if (outbox.claim(WireLimits.HEADER_BYTES + HeartbeatEncoder.BLOCK_LENGTH) != Outcome.OK) {
      return false;
    }
    heartbeat
        .wrapAndApplyHeader(outbox.buffer(), outbox.offset(), header)
        .timestampNs(timestampNs)
        .flags()
        .clear()
        .reply(reply);
    outbox.commit();
    return true;
  }

  boolean goodbye(Status status, long drainMs) {
    int length =
        WireLimits.HEADER_BYTES
            + GoodbyeEncoder.BLOCK_LENGTH
            + GoodbyeEncoder.messageHeaderLength();
    if (outbox.claim(length) != Outcome.OK) {
      return false;
    }
    goodbye
        .wrapAndApplyHeader(outbox.buffer(), outbox.offset(), header)
        .status(status)
        .drainMs(drainMs)
        .message("");
    outbox.commit();
    return true;
  }

  /** Answers as {@link Outbox#claim}. */
  int listTools(long correlationId, int pageSize, byte[] after, byte[] prefix) {
    int length =
        WireLimits.HEADER_BYTES
            + ListToolsEncoder.BLOCK_LENGTH
            + ListToolsEncoder.afterHeaderLength()
            + after.length
            + ListToolsEncoder.prefixHeaderLength()
            + prefix.length;
    int outcome = outbox.claim(length);
    if (outcome != Outcome.OK) {
      return outcome;
    }
    listTools
        .wrapAndApplyHeader(outbox.buffer(), outbox.offset(), header)
        .correlationId(correlationId)
        .pageSize(pageSize)
        .putAfter(after, 0, after.length)
        .putPrefix(prefix, 0, prefix.length);
    outbox.commit();
    return Outcome.OK;
  }

  /** Answers as {@link Outbox#claim}. */
  int describeTool(long correlationId, int toolId) {
    int outcome = outbox.claim(WireLimits.HEADER_BYTES + DescribeToolEncoder.BLOCK_LENGTH);
    if (outcome != Outcome.OK) {
      return outcome;
    }
    describeTool
        .wrapAndApplyHeader(outbox.buffer(), outbox.offset(), header)
        .correlationId(correlationId)
        .toolId(toolId & 0xFFFF_FFFFL);
    outbox.commit();
    return Outcome.OK;
  }
}

package io.machinenative.axiom.testkit;

import io.machinenative.axiom.codec.CancelEncoder;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.DescribeToolEncoder;
import io.machinenative.axiom.codec.GoodbyeEncoder;
import io.machinenative.axiom.codec.HeartbeatEncoder;
import io.machinenative.axiom.codec.HelloEncoder;
import io.machinenative.axiom.codec.InvokeEncoder;
import io.machinenative.axiom.codec.ListToolsEncoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WireLimits;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Messages that a client may send: well formed, with fields of all sorts. Owned by the fuzzer's
 * thread. Allocates nothing.
 */
final class MessageSource {
  private static final int CORRELATION_IDS = 64;
  private static final int KEYS = 32;
  private static final byte[] JUNK = new byte[WireLimits.MAX_FRAME_BYTES * 2];

  private final SplittableRandom random;
  private final RegistrySource registry;
  private final int[] toolIds;
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final HelloEncoder hello = new HelloEncoder();
  private final InvokeEncoder invoke = new InvokeEncoder();
  private final CancelEncoder cancel = new CancelEncoder();
  private final HeartbeatEncoder heartbeat = new HeartbeatEncoder();
  private final GoodbyeEncoder goodbye = new GoodbyeEncoder();
  private final ListToolsEncoder listTools = new ListToolsEncoder();
  private final DescribeToolEncoder describeTool = new DescribeToolEncoder();

  /**
   * @param toolIds tools that the target has
   */
  MessageSource(SplittableRandom random, int[] toolIds) {
    this.random = random;
    registry = new RegistrySource(random);
    this.toolIds = toolIds;
  }

  /** Any message. */
  void next(FuzzMessage message) {
    int dice = random.nextInt(1000);
    if (dice < 500) {
      invoke(message);
    } else if (dice < 600) {
      registry.next(message, correlationId());
    } else if (dice < 700) {
      cancel(message);
    } else if (dice < 800) {
      heartbeat(message);
    } else if (dice < 880) {
      listTools(message);
    } else if (dice < 960) {
      describeTool(message);
    } else if (dice < 998) {
      invoke(message);
    } else if (dice < 999) {
      hello(message);
    } else {
      goodbye(message);
    }
  }

  /** A call whose payload may need several frames. */
  void nextLong(FuzzMessage message) {
    invoke(message, random.nextInt(JUNK.length));
  }

  void hello(FuzzMessage message) {
    message.clear();
    hello.wrapAndApplyHeader(message.buffer(), 0, header);
    hello.capabilities().clear().progress(random.nextBoolean()).fragments(!oneIn(8));
    hello
        .maxMessageBytes(oneIn(4) ? 4096 + random.nextInt(300_000) : 0)
        .creditWindow(random.nextInt(40))
        .heartbeatIntervalMs(oneIn(2) ? 0 : random.nextInt(100_000))
        .responseStreamId(random.nextInt())
        .minVersion(oneIn(50) ? random.nextInt(3) : 1)
        .maxVersion(1 + random.nextInt(3));
    int channel = data(message, hello.limit(), Short.BYTES, random.nextInt(20));
    hello.putResponseChannel(JUNK, 0, channel);
    int name = data(message, hello.limit(), Short.BYTES, random.nextInt(130));
    hello.putClientName(JUNK, 0, Math.min(name, WireLimits.MAX_CLIENT_NAME_BYTES));
    int credentials = data(message, hello.limit(), Integer.BYTES, random.nextInt(50));
    hello.putCredentials(JUNK, 0, credentials);
    message.length(WireLimits.HEADER_BYTES + hello.encodedLength());
  }

  private void invoke(FuzzMessage message) {
    invoke(message, payloadBytes());
  }

  private void invoke(FuzzMessage message, int payloadBytes) {
    message.clear();
    long key = oneIn(8) ? 1 + random.nextInt(KEYS) : 0;
    invoke
        .wrapAndApplyHeader(message.buffer(), 0, header)
        .correlationId(correlationId())
        .relativeDeadlineNs(deadlineNs())
        .idempotencyKeyHigh(0)
        .idempotencyKeyLow(key)
        .traceIdHigh(random.nextLong())
        .traceIdLow(random.nextLong())
        .parentSpanId(random.nextLong())
        .toolId(key != 0 ? toolIds[(int) key % toolIds.length] & 0xFFFF_FFFFL : toolId())
        .traceFlags((short) 1)
        .priority(Priority.get((short) random.nextInt(4)))
        .contentType(oneIn(10) ? ContentType.get((short) random.nextInt(4)) : ContentType.BINARY)
        .reserved((short) 0);
    int state = data(message, invoke.limit(), Short.BYTES, oneIn(4) ? random.nextInt(600) : 0);
    invoke.putTraceState(JUNK, 0, state);
    int bytes = key != 0 && !oneIn(4) ? (int) key : payloadBytes;
    int payload = data(message, invoke.limit(), Integer.BYTES, bytes);
    invoke.putPayload(JUNK, 0, payload);
    message.length(WireLimits.HEADER_BYTES + invoke.encodedLength());
  }

  private void cancel(FuzzMessage message) {
    message.clear();
    cancel.wrapAndApplyHeader(message.buffer(), 0, header).correlationId(correlationId());
    message.length(WireLimits.HEADER_BYTES + cancel.encodedLength());
  }

  private void heartbeat(FuzzMessage message) {
    message.clear();
    heartbeat
        .wrapAndApplyHeader(message.buffer(), 0, header)
        .timestampNs(random.nextLong())
        .flags()
        .clear()
        .reply(random.nextBoolean());
    message.length(WireLimits.HEADER_BYTES + heartbeat.encodedLength());
  }

  private void goodbye(FuzzMessage message) {
    message.clear();
    goodbye
        .wrapAndApplyHeader(message.buffer(), 0, header)
        .status(Status.SHUTDOWN)
        .drainMs(random.nextInt(5000));
    int text = data(message, goodbye.limit(), Short.BYTES, random.nextInt(40));
    goodbye.putMessage(JUNK, 0, text);
    message.length(WireLimits.HEADER_BYTES + goodbye.encodedLength());
  }

  private void listTools(FuzzMessage message) {
    message.clear();
    listTools
        .wrapAndApplyHeader(message.buffer(), 0, header)
        .correlationId(correlationId())
        .pageSize(random.nextInt(110));
    int after = data(message, listTools.limit(), Short.BYTES, random.nextInt(140));
    listTools.putAfter(JUNK, 0, after);
    int prefix = data(message, listTools.limit(), Short.BYTES, oneIn(2) ? 0 : random.nextInt(140));
    listTools.putPrefix(JUNK, 0, prefix);
    message.length(WireLimits.HEADER_BYTES + listTools.encodedLength());
  }

  private void describeTool(FuzzMessage message) {
    message.clear();
    describeTool
        .wrapAndApplyHeader(message.buffer(), 0, header)
        .correlationId(correlationId())
        .toolId(toolId());
    message.length(WireLimits.HEADER_BYTES + describeTool.encodedLength());
  }

  private static int data(FuzzMessage message, int offset, int width, int bytes) {
    message.lengthAt(offset, width);
    return bytes;
  }

  private long correlationId() {
    return oneIn(50) ? random.nextLong() : random.nextInt(CORRELATION_IDS);
  }

  private long toolId() {
    int id = oneIn(10) ? random.nextInt() : toolIds[random.nextInt(toolIds.length)];
    return Integer.toUnsignedLong(id);
  }

  private long deadlineNs() {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextInt(10_000_000) - 1000;
      case 1 -> random.nextLong();
      default -> InvokeEncoder.relativeDeadlineNsNullValue();
    };
  }

  private int payloadBytes() {
    int dice = random.nextInt(1000);
    return dice < 800
        ? random.nextInt(100)
        : dice < 985 ? random.nextInt(5000) : random.nextInt(JUNK.length);
  }

  private boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  /** Bytes that are no message, or only by chance. */
  void noise(FuzzMessage message) {
    message.clear();
    UnsafeBuffer buffer = message.buffer();
    int bytes = random.nextInt(200);
    for (int i = 0; i < bytes; i++) {
      buffer.putByte(i, (byte) random.nextInt());
    }
    message.length(bytes);
  }
}

package io.machinenative.axiom.benchmarks.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.HelloEncoder;
import io.machinenative.axiom.codec.InvokeEncoder;
import io.machinenative.axiom.codec.MessageHeaderDecoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.codec.ResultDecoder;
import io.machinenative.axiom.codec.ResultEncoder;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.codec.WireLimits;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** The bytes of calls on a binary WebSocket: what is sent, and what must come back. Stateless. */
final class SocketCalls {
  static final byte[] UPGRADE =
      ("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              + "Sec-WebSocket-Protocol: axiom.sbe\r\n\r\n")
          .getBytes(ISO_8859_1);

  private static final int BUFFER_BYTES = 1024;
  private static final int FIN_BINARY = 0x82;
  private static final int MASKED = 0x80;
  private static final int MEDIUM = 126;
  private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

  private SocketCalls() {}

  static byte[] hello() {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_BYTES]);
    HelloEncoder hello =
        new HelloEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    hello.capabilities().clear();
    hello
        .maxMessageBytes(0)
        .creditWindow(0)
        .heartbeatIntervalMs(WireLimits.MAX_HEARTBEAT_INTERVAL_MS)
        .responseStreamId(0)
        .minVersion(WireLimits.MIN_VERSION)
        .maxVersion(WireLimits.MAX_VERSION)
        .responseChannel("")
        .clientName("bench")
        .putCredentials(new byte[0], 0, 0);
    return framed(buffer, WireLimits.HEADER_BYTES + hello.encodedLength());
  }

  /** So many calls of a tool, known by 1 and so on. */
  static byte[] calls(String tool, String arguments, int count) {
    byte[] payload = arguments.getBytes(UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int id = 1; id <= count; id++) {
      UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_BYTES]);
      InvokeEncoder invoke =
          new InvokeEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
      invoke
          .correlationId(id)
          .relativeDeadlineNs(InvokeEncoder.relativeDeadlineNsNullValue())
          .idempotencyKeyHigh(0)
          .idempotencyKeyLow(0)
          .traceIdHigh(0)
          .traceIdLow(0)
          .parentSpanId(0)
          .toolId(Integer.toUnsignedLong(ToolId.of(tool)))
          .traceFlags((short) 0)
          .priority(Priority.NORMAL)
          .contentType(ContentType.JSON)
          .reserved((short) 0)
          .putTraceState(new byte[0], 0, 0)
          .putPayload(payload, 0, payload.length);
      out.writeBytes(framed(buffer, WireLimits.HEADER_BYTES + invoke.encodedLength()));
    }
    return out.toByteArray();
  }

  /** The answer to the first of those calls, without the head of a WebSocket's frame. */
  static byte[] answer(String result) {
    byte[] payload = result.getBytes(UTF_8);
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_BYTES]);
    ResultEncoder answer =
        new ResultEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    answer.correlationId(1).contentType(ContentType.JSON).flags().clear();
    answer.putPayload(payload, 0, payload.length);
    return Arrays.copyOf(buffer.byteArray(), WireLimits.HEADER_BYTES + answer.encodedLength());
  }

  private static byte[] framed(UnsafeBuffer message, int length) {
    int head = length < MEDIUM ? 2 : 4;
    byte[] frame = new byte[head + MASK.length + length];
    frame[0] = (byte) FIN_BINARY;
    if (head == 2) {
      frame[1] = (byte) (MASKED | length);
    } else {
      frame[1] = (byte) (MASKED | MEDIUM);
      frame[2] = (byte) (length >> Byte.SIZE);
      frame[3] = (byte) length;
    }
    System.arraycopy(MASK, 0, frame, head, MASK.length);
    for (int i = 0; i < length; i++) {
      frame[head + MASK.length + i] = (byte) (message.getByte(i) ^ MASK[i % MASK.length]);
    }
    return frame;
  }

  /** Bytes of the frame that begins there; -1 when its head is not there in full. */
  static int frameBytes(byte[] bytes, int at, int end) {
    if (end - at < 4) {
      return -1;
    }
    int length = bytes[at + 1] & 0x7F;
    return length < MEDIUM
        ? 2 + length
        : 4 + ((bytes[at + 2] & 0xFF) << Byte.SIZE | (bytes[at + 3] & 0xFF));
  }

  /** The payload of a result, and whose it is: {@code 7 {"sum":5}}; otherwise what it is. */
  static String result(byte[] bytes, int at) {
    UnsafeBuffer view = new UnsafeBuffer(bytes);
    int offset = at + ((bytes[at + 1] & 0x7F) < MEDIUM ? 2 : 4);
    MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(view, offset);
    if (header.templateId() != ResultEncoder.TEMPLATE_ID) {
      return "a message of type " + header.templateId();
    }
    ResultDecoder result = new ResultDecoder().wrapAndApplyHeader(view, offset, header);
    byte[] payload = new byte[result.payloadLength()];
    long id = result.correlationId();
    result.getPayload(payload, 0, payload.length);
    return id + " " + new String(payload, UTF_8);
  }
}

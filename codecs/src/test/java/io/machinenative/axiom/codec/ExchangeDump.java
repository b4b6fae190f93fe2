package io.machinenative.axiom.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A session on TCP that is opened and calls {@code core.echo}, as annotated bytes. */
final class ExchangeDump {
  private static final String JSON = "{\"text\":\"hi\"}";
  private static final int BYTES_ON_A_LINE = 8;

  private final byte[] bytes = new byte[512];
  private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final List<String> lines = new ArrayList<>();
  private int position;
  private int end;

  private ExchangeDump() {}

  /** The lines of the dump. */
  static List<String> render() {
    ExchangeDump dump = new ExchangeDump();
    dump.hello();
    dump.welcome();
    dump.invoke();
    dump.result();
    return dump.lines;
  }

  private void hello() {
    HelloEncoder hello =
        new HelloEncoder().wrapAndApplyHeader(buffer, FramingHeader.ENCODED_LENGTH, header);
    hello.capabilities().clear().progress(true).fragments(true);
    hello
        .maxMessageBytes(0)
        .creditWindow(64)
        .heartbeatIntervalMs(0)
        .responseStreamId(0)
        .minVersion(1)
        .maxVersion(1)
        .responseChannel("")
        .clientName("doc")
        .putCredentials(new byte[0], 0, 0);
    begin("client: Hello", hello.encodedLength());
    field("capabilities", 8, "progress, fragments");
    field("maxMessageBytes", 4, "0, as the server likes");
    field("creditWindow", 4, "64");
    field("heartbeatIntervalMs", 4, "0, as the server likes");
    field("responseStreamId", 4, "0");
    field("minVersion", 2, "1");
    field("maxVersion", 2, "1");
    text("responseChannel", 2, "");
    text("clientName", 2, "doc");
    text("credentials", 4, "");
    finish();
  }

  private void welcome() {
    WelcomeEncoder welcome =
        new WelcomeEncoder().wrapAndApplyHeader(buffer, FramingHeader.ENCODED_LENGTH, header);
    welcome.sessionId(1).catalogueEpoch(5).capabilities().clear().progress(true).fragments(true);
    welcome
        .maxMessageBytes(WireLimits.DEFAULT_MAX_MESSAGE_BYTES)
        .maxFrameBytes(WireLimits.MAX_FRAME_BYTES)
        .creditWindow(64)
        .heartbeatIntervalMs(WireLimits.DEFAULT_HEARTBEAT_INTERVAL_MS)
        .version(1)
        .serverName("axiom");
    begin("server: Welcome", welcome.encodedLength());
    field("sessionId", 8, "1");
    field("catalogueEpoch", 8, "5");
    field("capabilities", 8, "progress, fragments");
    field("maxMessageBytes", 4, "16 MiB");
    field("maxFrameBytes", 4, "64 KiB");
    field("creditWindow", 4, "64");
    field("heartbeatIntervalMs", 4, "2000");
    field("version", 2, "1");
    text("serverName", 2, "axiom");
    finish();
  }

  private void invoke() {
    InvokeEncoder invoke =
        new InvokeEncoder().wrapAndApplyHeader(buffer, FramingHeader.ENCODED_LENGTH, header);
    invoke
        .correlationId(7)
        .relativeDeadlineNs(200_000_000)
        .idempotencyKeyHigh(0)
        .idempotencyKeyLow(0)
        .traceIdHigh(0x0af7651916cd43ddL)
        .traceIdLow(0x8448eb211c80319cL)
        .parentSpanId(0xb7ad6b7169203331L)
        .toolId(Integer.toUnsignedLong(ToolId.of("core.echo")))
        .traceFlags((short) 1)
        .priority(Priority.NORMAL)
        .contentType(ContentType.JSON)
        .reserved((short) 0)
        .traceState("")
        .putPayload(JSON.getBytes(UTF_8), 0, JSON.length());
    begin("client: Invoke", invoke.encodedLength());
    field("correlationId", 8, "7");
    field("relativeDeadlineNs", 8, "200 ms");
    field("idempotencyKeyHigh", 8, "none");
    field("idempotencyKeyLow", 8, "");
    field("traceIdHigh", 8, "trace-id 0af7651916cd43dd8448eb211c80319c");
    field("traceIdLow", 8, "");
    field("parentSpanId", 8, "parent-id b7ad6b7169203331");
    field("toolId", 4, "core.echo");
    field("traceFlags", 1, "sampled");
    field("priority", 1, "NORMAL");
    field("contentType", 1, "JSON");
    field("reserved", 1, "");
    text("traceState", 2, "");
    text("payload", 4, JSON);
    finish();
  }

  private void result() {
    ResultEncoder result =
        new ResultEncoder().wrapAndApplyHeader(buffer, FramingHeader.ENCODED_LENGTH, header);
    result.correlationId(7).contentType(ContentType.JSON).flags().clear();
    result.putPayload(JSON.getBytes(UTF_8), 0, JSON.length());
    begin("server: Result", result.encodedLength());
    field("correlationId", 8, "7");
    field("contentType", 1, "JSON");
    field("flags", 1, "");
    text("payload", 4, JSON);
    finish();
  }

  private void begin(String title, int encodedLength) {
    int messageBytes = WireLimits.HEADER_BYTES + encodedLength;
    FramingHeader.write(buffer, 0, messageBytes);
    position = 0;
    end = FramingHeader.ENCODED_LENGTH + messageBytes;
    if (!lines.isEmpty()) {
      lines.add("");
    }
    lines.add(title + ", " + end + " bytes");
    field("length", 4, end + ", big endian");
    field("encoding", 2, "0xEB50, SBE little endian");
    field("blockLength", 2, Integer.toString(uint16()));
    field("templateId", 2, Integer.toString(uint16()));
    field("schemaId", 2, Integer.toString(uint16()));
    field("version", 2, Integer.toString(uint16()));
  }

  private void finish() {
    if (position != end) {
      throw new AssertionError("expected to annotate " + end + " bytes, annotated " + position);
    }
  }

  private void text(String name, int lengthBytes, String value) {
    field(name + " length", lengthBytes, Integer.toString(value.length()));
    field(name, value.length(), value);
  }

  /** Writes a line for the next so many bytes, and more lines when they are many. */
  private void field(String name, int length, String meaning) {
    String annotation = meaning.isEmpty() ? name : name + ": " + meaning;
    for (int done = 0; done < length; done += BYTES_ON_A_LINE) {
      int count = Math.min(BYTES_ON_A_LINE, length - done);
      String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, position, position + count);
      String line = "  %04x  %-23s  %s".formatted(position, hex, done == 0 ? annotation : "");
      lines.add(line.stripTrailing());
      position += count;
    }
  }

  /** The number at the position. */
  private int uint16() {
    return buffer.getShort(position, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
  }
}

package io.machinenative.axiom.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ErrorEncoder;
import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.codec.FragmentEncoder;
import io.machinenative.axiom.codec.GoodbyeEncoder;
import io.machinenative.axiom.codec.HeartbeatEncoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.ProgressEncoder;
import io.machinenative.axiom.codec.RejectEncoder;
import io.machinenative.axiom.codec.ResultEncoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolDescriptionEncoder;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.codec.ToolListEncoder;
import io.machinenative.axiom.codec.WelcomeEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;

/** What a server sends, encoded with the real codecs. */
final class ServerFrames {
  static final int MAX_MESSAGE_BYTES = 1024 * 1024;
  static final int MAX_FRAME_BYTES = 4096;
  static final int CREDIT_WINDOW = 8;
  static final int HEARTBEAT_MS = 1000;
  static final long EPOCH = 7;

  private static final MessageHeaderEncoder HEADER = new MessageHeaderEncoder();

  private ServerFrames() {}

  private static byte[] cut(ExpandableArrayBuffer buffer, int limit) {
    return Arrays.copyOf(buffer.byteArray(), limit);
  }

  static byte[] welcome() {
    return welcome(1, EPOCH, MAX_MESSAGE_BYTES, MAX_FRAME_BYTES, CREDIT_WINDOW, HEARTBEAT_MS, 1);
  }

  static byte[] welcome(
      long sessionId,
      long epoch,
      long maxMessageBytes,
      long maxFrameBytes,
      long credit,
      long heartbeatMs,
      int version) {
    ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    WelcomeEncoder welcome = new WelcomeEncoder().wrapAndApplyHeader(buffer, 0, HEADER);
    welcome.sessionId(sessionId).catalogueEpoch(epoch);
    welcome.capabilities().clear().progress(true).fragments(true);
    welcome
        .maxMessageBytes(maxMessageBytes)
        .maxFrameBytes(maxFrameBytes)
        .creditWindow(credit)
        .heartbeatIntervalMs(heartbeatMs)
        .version(version)
        .serverName("scripted");
    return cut(buffer, welcome.limit());
  }

  static byte[] reject(Status status, String message) {
    ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    RejectEncoder reject =
        new RejectEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .status(status)
            .minVersion(2)
            .maxVersion(3)
            .message(message);
    return cut(buffer, reject.limit());
  }

  static byte[] heartbeat(long timestampNs, boolean reply) {
    ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    HeartbeatEncoder heartbeat =
        new HeartbeatEncoder().wrapAndApplyHeader(buffer, 0, HEADER).timestampNs(timestampNs);
    heartbeat.flags().clear().reply(reply);
    return cut(buffer, heartbeat.limit());
  }

  static byte[] goodbye(Status status, long drainMs, String message) {
    ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    GoodbyeEncoder goodbye =
        new GoodbyeEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .status(status)
            .drainMs(drainMs)
            .message(message);
    return cut(buffer, goodbye.limit());
  }

  static byte[] result(long correlationId, String payload) {
    return result(correlationId, ContentType.JSON, payload.getBytes(UTF_8));
  }

  static byte[] result(long correlationId, ContentType contentType, byte[] payload) {
    ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(payload.length + 64);
    ResultEncoder result =
        new ResultEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .correlationId(correlationId)
            .contentType(contentType);
    result.flags().clear();
    result.putPayload(payload, 0, payload.length);
    return cut(buffer, result.limit());
  }

  static byte[] error(long correlationId, Status status, int retryAfterMs, String message) {
    ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    ErrorEncoder error =
        new ErrorEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .correlationId(correlationId)
            .retryAfterMs(retryAfterMs)
            .status(status)
            .message(message);
    return cut(buffer, error.limit());
  }

  static byte[] progress(long correlationId, double done, double total, String message) {
    ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    ProgressEncoder progress =
        new ProgressEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .correlationId(correlationId)
            .done(done)
            .total(total)
            .message(message);
    return cut(buffer, progress.limit());
  }

  static byte[] toolList(long correlationId, long epoch, boolean more, String... names) {
    ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    ToolListEncoder page =
        new ToolListEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .correlationId(correlationId)
            .catalogueEpoch(epoch)
            .total(99)
            .more((short) (more ? 1 : 0));
    ToolListEncoder.ToolsEncoder tools = page.toolsCount(names.length);
    for (String name : names) {
      tools.next().toolId(ToolId.of(name) & 0xFFFF_FFFFL).mode(ExecutionMode.INLINE);
      tools.flags().clear().idempotent(true);
      tools.accepts().clear().json(true).binary(true);
      tools.name(name).version("1.0.0").title("Title of " + name);
    }
    return cut(buffer, page.limit());
  }

  static byte[] description(long correlationId, String name, boolean idempotent) {
    return description(correlationId, ToolId.of(name), EPOCH, name, idempotent);
  }

  static byte[] description(
      long correlationId, int toolId, long epoch, String name, boolean idempotent) {
    ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    ToolDescriptionEncoder description =
        new ToolDescriptionEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .correlationId(correlationId)
            .catalogueEpoch(epoch)
            .toolId(toolId & 0xFFFF_FFFFL)
            .mode(ExecutionMode.WORKER);
    description.flags().clear().idempotent(idempotent);
    description.accepts().clear().json(true);
    description
        .name(name)
        .version("1.2.3")
        .title("Title")
        .description("What it does.")
        .inputSchema("{\"type\":\"object\"}")
        .outputSchema("");
    return cut(buffer, description.limit());
  }

  static byte[] fragment(long messageId, long totalBytes, long pieceOffset, byte[] piece) {
    ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(piece.length + 64);
    FragmentEncoder fragment =
        new FragmentEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .messageId(messageId)
            .totalBytes(totalBytes)
            .pieceOffset(pieceOffset)
            .putPiece(piece, 0, piece.length);
    return cut(buffer, fragment.limit());
  }

  /** A message in pieces. */
  static List<byte[]> fragments(long messageId, byte[] message, int pieceBytes) {
    List<byte[]> pieces = new ArrayList<>();
    for (int at = 0; at < message.length; at += pieceBytes) {
      byte[] piece = Arrays.copyOfRange(message, at, Math.min(at + pieceBytes, message.length));
      pieces.add(fragment(messageId, message.length, at, piece));
    }
    return pieces;
  }

  /** One of each message that a server may send to an open session. */
  static List<byte[]> inSession(long correlationId) {
    return List.of(
        heartbeat(5, false),
        goodbye(Status.SHUTDOWN, 50, "bye"),
        result(correlationId, "{\"a\":1}"),
        error(correlationId, Status.OVERLOADED, 3, "full"),
        progress(correlationId, 1, 2, "half"),
        fragment(1, 100, 0, new byte[50]),
        toolList(correlationId, EPOCH, false, "a.b", "c.d"),
        description(correlationId, "a.b", true));
  }
}

package io.machinenative.axiom.engine;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ErrorDecoder;
import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.codec.FragmentDecoder;
import io.machinenative.axiom.codec.GoodbyeDecoder;
import io.machinenative.axiom.codec.HeartbeatDecoder;
import io.machinenative.axiom.codec.MessageHeaderDecoder;
import io.machinenative.axiom.codec.ProgressDecoder;
import io.machinenative.axiom.codec.RejectDecoder;
import io.machinenative.axiom.codec.ResultDecoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolDescriptionDecoder;
import io.machinenative.axiom.codec.ToolListDecoder;
import io.machinenative.axiom.codec.WelcomeDecoder;
import io.machinenative.axiom.codec.WireLimits;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** What a server says, decoded to the last byte. */
sealed interface ServerMessage {
  record Welcome(
      long sessionId,
      long catalogueEpoch,
      boolean progress,
      boolean fragments,
      long maxMessageBytes,
      long maxFrameBytes,
      long creditWindow,
      long heartbeatIntervalMs,
      int version,
      String serverName)
      implements ServerMessage {}

  record Reject(Status status, int minVersion, int maxVersion, long retryAfterMs, String message)
      implements ServerMessage {}

  record Heartbeat(long timestampNs, boolean reply) implements ServerMessage {}

  record Goodbye(Status status, long drainMs, String message) implements ServerMessage {}

  record Result(long correlationId, ContentType contentType, boolean replayed, byte[] payload)
      implements ServerMessage {}

  record Error(long correlationId, Status status, long retryAfterMs, String message)
      implements ServerMessage {}

  record Progress(long correlationId, double done, double total, String message)
      implements ServerMessage {}

  record Listed(int toolId, ExecutionMode mode, String name, String version, String title) {}

  record ToolList(long correlationId, long epoch, long total, boolean more, List<Listed> tools)
      implements ServerMessage {}

  record ToolDescription(
      long correlationId,
      long epoch,
      int toolId,
      ExecutionMode mode,
      boolean idempotent,
      boolean acceptsBinary,
      boolean acceptsJson,
      String name,
      String version,
      String title,
      String description,
      String inputSchema,
      String outputSchema)
      implements ServerMessage {}

  record Fragment(long messageId, long totalBytes, long pieceOffset, byte[] piece)
      implements ServerMessage {}

  /** Decodes a frame, and refuses one that is longer or shorter than its message. */
  static ServerMessage decode(byte[] frame) {
    UnsafeBuffer buffer = new UnsafeBuffer(frame);
    MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, 0);
    if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID || header.version() != 1) {
      throw new AssertionError("schema " + header.schemaId() + " version " + header.version());
    }
    return switch (header.templateId()) {
      case WelcomeDecoder.TEMPLATE_ID -> welcome(buffer, header);
      case RejectDecoder.TEMPLATE_ID -> reject(buffer, header);
      case HeartbeatDecoder.TEMPLATE_ID -> heartbeat(buffer, header);
      case GoodbyeDecoder.TEMPLATE_ID -> goodbye(buffer, header);
      case ResultDecoder.TEMPLATE_ID -> result(buffer, header);
      case ErrorDecoder.TEMPLATE_ID -> error(buffer, header);
      case ProgressDecoder.TEMPLATE_ID -> progress(buffer, header);
      case ToolListDecoder.TEMPLATE_ID -> toolList(buffer, header);
      case ToolDescriptionDecoder.TEMPLATE_ID -> toolDescription(buffer, header);
      case FragmentDecoder.TEMPLATE_ID -> fragment(buffer, header);
      default -> throw new AssertionError("template " + header.templateId());
    };
  }

  private static <T> T whole(UnsafeBuffer buffer, int limit, T message) {
    if (limit != buffer.capacity()) {
      throw new AssertionError(
          message + " ends at " + limit + " of a frame of " + buffer.capacity());
    }
    return message;
  }

  private static Welcome welcome(UnsafeBuffer buffer, MessageHeaderDecoder header) {
    WelcomeDecoder d = new WelcomeDecoder().wrapAndApplyHeader(buffer, 0, header);
    Welcome message =
        new Welcome(
            d.sessionId(),
            d.catalogueEpoch(),
            d.capabilities().progress(),
            d.capabilities().fragments(),
            d.maxMessageBytes(),
            d.maxFrameBytes(),
            d.creditWindow(),
            d.heartbeatIntervalMs(),
            d.version(),
            d.serverName());
    return whole(buffer, d.limit(), message);
  }

  private static Reject reject(UnsafeBuffer buffer, MessageHeaderDecoder header) {
    RejectDecoder d = new RejectDecoder().wrapAndApplyHeader(buffer, 0, header);
    Reject message =
        new Reject(d.status(), d.minVersion(), d.maxVersion(), d.retryAfterMs(), d.message());
    return whole(buffer, d.limit(), message);
  }

  private static Heartbeat heartbeat(UnsafeBuffer buffer, MessageHeaderDecoder header) {
    HeartbeatDecoder d = new HeartbeatDecoder().wrapAndApplyHeader(buffer, 0, header);
    return whole(buffer, d.limit(), new Heartbeat(d.timestampNs(), d.flags().reply()));
  }

  private static Goodbye goodbye(UnsafeBuffer buffer, MessageHeaderDecoder header) {
    GoodbyeDecoder d = new GoodbyeDecoder().wrapAndApplyHeader(buffer, 0, header);
    Goodbye message = new Goodbye(d.status(), d.drainMs(), d.message());
    return whole(buffer, d.limit(), message);
  }

  private static Result result(UnsafeBuffer buffer, MessageHeaderDecoder header) {
    ResultDecoder d = new ResultDecoder().wrapAndApplyHeader(buffer, 0, header);
    long correlationId = d.correlationId();
    ContentType type = d.contentType();
    boolean replayed = d.flags().replayed();
    byte[] payload = new byte[d.payloadLength()];
    d.getPayload(payload, 0, payload.length);
    return whole(buffer, d.limit(), new Result(correlationId, type, replayed, payload));
  }

  private static Error error(UnsafeBuffer buffer, MessageHeaderDecoder header) {
    ErrorDecoder d = new ErrorDecoder().wrapAndApplyHeader(buffer, 0, header);
    Error message = new Error(d.correlationId(), d.status(), d.retryAfterMs(), d.message());
    if (message.message().length() > WireLimits.MAX_TEXT_BYTES) {
      throw new AssertionError("a text of " + message.message().length() + " characters");
    }
    return whole(buffer, d.limit(), message);
  }

  private static Progress progress(UnsafeBuffer buffer, MessageHeaderDecoder header) {
    ProgressDecoder d = new ProgressDecoder().wrapAndApplyHeader(buffer, 0, header);
    Progress message = new Progress(d.correlationId(), d.done(), d.total(), d.message());
    return whole(buffer, d.limit(), message);
  }

  private static ToolList toolList(UnsafeBuffer buffer, MessageHeaderDecoder header) {
    ToolListDecoder d = new ToolListDecoder().wrapAndApplyHeader(buffer, 0, header);
    long correlationId = d.correlationId();
    long epoch = d.catalogueEpoch();
    long total = d.total();
    boolean more = d.more() == 1;
    List<Listed> tools = new ArrayList<>();
    for (ToolListDecoder.ToolsDecoder tool : d.tools()) {
      tools.add(
          new Listed((int) tool.toolId(), tool.mode(), tool.name(), tool.version(), tool.title()));
    }
    return whole(buffer, d.limit(), new ToolList(correlationId, epoch, total, more, tools));
  }

  private static ToolDescription toolDescription(UnsafeBuffer buffer, MessageHeaderDecoder header) {
    ToolDescriptionDecoder d = new ToolDescriptionDecoder().wrapAndApplyHeader(buffer, 0, header);
    ToolDescription message =
        new ToolDescription(
            d.correlationId(),
            d.catalogueEpoch(),
            (int) d.toolId(),
            d.mode(),
            d.flags().idempotent(),
            d.accepts().binary(),
            d.accepts().json(),
            d.name(),
            d.version(),
            d.title(),
            d.description(),
            d.inputSchema(),
            d.outputSchema());
    return whole(buffer, d.limit(), message);
  }

  private static Fragment fragment(UnsafeBuffer buffer, MessageHeaderDecoder header) {
    FragmentDecoder d = new FragmentDecoder().wrapAndApplyHeader(buffer, 0, header);
    long messageId = d.messageId();
    long totalBytes = d.totalBytes();
    long pieceOffset = d.pieceOffset();
    byte[] piece = new byte[d.pieceLength()];
    d.getPiece(piece, 0, piece.length);
    return whole(buffer, d.limit(), new Fragment(messageId, totalBytes, pieceOffset, piece));
  }
}

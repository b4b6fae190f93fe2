package io.machinenative.axiom.engine.edge.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.StatusFamily;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.json.JsonDefect;
import io.machinenative.axiom.engine.edge.json.JsonScanner;
import io.machinenative.axiom.engine.edge.json.JsonText;
import java.util.Arrays;
import java.util.Base64;
import org.agrona.DirectBuffer;

/**
 * The answer to tools/call. JSON is mirrored as text and, where the revision has it, given as
 * structured content; text is text; bytes are an embedded resource. What the tool refuses or fails
 * at is a result that says so, for the model to read; what the engine refuses is an error.
 *
 * <p>Owned by the ingress thread. Allocates nothing for JSON and text.
 */
final class ToolForm implements ResultForm {
  private static final byte[] TEXT = JsonText.ascii("\"content\":[{\"type\":\"text\",\"text\":\"");
  private static final byte[] TEXT_END = JsonText.ascii("\"}]");
  private static final byte[] STRUCTURED = JsonText.ascii(",\"structuredContent\":");
  private static final byte[] RIGHT = JsonText.ascii(",\"isError\":false");
  private static final byte[] WRONG = JsonText.ascii(",\"isError\":true");
  private static final String BLOB =
      "\"content\":[{\"type\":\"resource\",\"resource\":{\"uri\":\"axiom:result\","
          + "\"mimeType\":\"application/octet-stream\",\"blob\":\"";

  private final JsonScanner scanner = new JsonScanner();
  private final boolean contents;

  /**
   * @param contents whether the tool's JSON is a list of contents, written by the engine
   */
  ToolForm(boolean contents) {
    this.contents = contents;
  }

  @Override
  public void write(
      McpRequest request, ContentType type, DirectBuffer buffer, int offset, int length) {
    byte[] bytes = buffer.byteArray();
    int start = buffer.wrapAdjustment() + offset;
    if (contents) {
      request.finish(request.begin().line(bytes, start + 1, length - 2)); // without its braces
      return;
    }
    switch (type) {
      case JSON -> json(request, bytes, start, length);
      case TEXT -> {
        ByteSink sink = request.begin().put(TEXT).escaped(bytes, start, length);
        request.finish(sink.put(TEXT_END).put(RIGHT));
      }
      default -> {
        byte[] blob = Arrays.copyOfRange(bytes, start, start + length);
        ByteSink sink = request.begin().put(BLOB).put(Base64.getEncoder().encode(blob));
        request.finish(sink.put("\"}}]").put(RIGHT));
      }
    }
  }

  private void json(McpRequest request, byte[] bytes, int start, int length) {
    int value;
    try {
      value = scanner.wrap(bytes, start, length).requireOneValue();
    } catch (JsonDefect e) {
      request.fail(200, RpcError.INTERNAL, "the tool's reply is no JSON: " + e.getMessage(), null);
      return;
    }
    ByteSink sink = request.begin().put(TEXT).escaped(bytes, start, length).put(TEXT_END);
    boolean isObject = bytes[value] == '{';
    if (request.isStateless() || (isObject && !request.version().equals(Revision.ASSUMED))) {
      sink.put(STRUCTURED).line(bytes, start, length);
    }
    request.finish(sink.put(RIGHT));
  }

  @Override
  public void fail(McpRequest request, Status status, int retryAfterMs, String message) {
    boolean forTheModel =
        StatusFamily.of(status) == StatusFamily.TOOL
            || status == Status.INVALID_ARGUMENT
            || status == Status.DEADLINE_EXCEEDED
            || status == Status.PERMISSION_DENIED;
    if (!forTheModel) {
      EngineCall.failRpc(request, RpcError.INTERNAL, status, retryAfterMs, message);
      return;
    }
    byte[] text = message.getBytes(UTF_8);
    ByteSink sink = request.begin().put(TEXT).escaped(text, 0, text.length);
    request.finish(sink.put(TEXT_END).put(WRONG));
  }
}

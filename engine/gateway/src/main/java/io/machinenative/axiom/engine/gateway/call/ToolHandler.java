package io.machinenative.axiom.engine.gateway.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.gateway.rpc.Messages;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.session.HeaderArguments;
import io.machinenative.axiom.engine.gateway.session.RemoteTool;
import io.machinenative.axiom.engine.gateway.session.Request;
import io.machinenative.axiom.engine.json.Finding;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.JsonSchema;
import io.machinenative.axiom.engine.json.RawJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A tool of an upstream server as one of ours. Arguments and results pass as they are written;
 * callers that take contents get them, others the structured result, or, where there is none, the
 * contents as JSON. Any thread.
 */
public final class ToolHandler implements RawHandler {
  private static final byte[] NO_CONTENT = {'[', ']'};
  private static final byte[] TRUE = "true".getBytes(UTF_8);
  private static final byte[] FALSE = "false".getBytes(UTF_8);

  private final UpstreamCalls calls;
  private final RemoteTool tool;
  private final JsonSchema promised;

  /**
   * @param check whether results are held to the output schema
   */
  public ToolHandler(UpstreamCalls calls, RemoteTool tool, boolean check) {
    this.calls = calls;
    this.tool = tool;
    this.promised =
        check && !tool.outputSchema().isEmpty() ? JsonSchema.compile(tool.outputSchema()) : null;
  }

  @Override
  public void handle(RawInvocation call) throws InterruptedException {
    byte[] arguments = new byte[call.payloadLength()];
    call.payload().getBytes(call.payloadOffset(), arguments);
    RawJson.requireObject(arguments);
    RawJson.oneLine(arguments);
    Map<String, byte[]> result = calls.call(() -> request(arguments), call, tool.idempotent());
    byte[] reply = reply(result, call.interaction().takesContents());
    call.reply(ContentType.JSON, reply.length).putBytes(call.replyOffset(), reply);
  }

  private Request request(byte[] arguments) {
    Request request =
        Request.of("tools/call", tool.name())
            .with("name", Messages.text(tool.name()))
            .with("arguments", arguments);
    if (!tool.headers().isEmpty()) {
      HeaderArguments.add(request, tool.headers(), Json.read(arguments));
    }
    return request;
  }

  private byte[] reply(Map<String, byte[]> result, boolean contents) {
    byte[] content = result.getOrDefault("content", NO_CONTENT);
    byte[] structured = result.get("structuredContent");
    boolean wrong = result.get("isError") instanceof byte[] flag && Json.read(flag) == Boolean.TRUE;
    if (!wrong) {
      requirePromised(structured);
    }
    if (contents) {
      requireList(content);
    } else if (wrong) {
      throw ToolException.error(text(content));
    } else if (structured != null) {
      return structured;
    }
    Map<String, byte[]> whole = new LinkedHashMap<>();
    whole.put("content", content);
    if (structured != null) {
      whole.put("structuredContent", structured);
    }
    whole.put("isError", wrong ? TRUE : FALSE);
    return Messages.object(whole);
  }

  private void requireList(byte[] content) {
    try {
      List<byte[]> parts = RawJson.elements(content);
      assert parts != null;
    } catch (ToolException _) {
      throw lie("answers with content that is no list");
    }
  }

  private void requirePromised(byte[] structured) {
    if (promised == null) {
      return;
    }
    if (structured == null) {
      throw lie("promises a structured result, and answered without one");
    }
    List<Finding> findings = promised.check(structured);
    if (!findings.isEmpty()) {
      throw lie(
          "answered what its output schema does not allow: "
              + findings.stream().map(Finding::toString).collect(Collectors.joining("; ")));
    }
  }

  private ToolException lie(String what) {
    calls.noted("tool " + tool.name() + " " + what);
    return ToolException.error("upstream " + calls.name() + ", tool " + tool.name() + ": " + what);
  }

  /** The texts of contents, for callers that take no others. */
  private static String text(byte[] content) {
    String text =
        Json.read(content) instanceof List<?> parts
            ? parts.stream()
                .map(part -> part instanceof Map<?, ?> map ? map.get("text") : null)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .collect(Collectors.joining("\n"))
            : "";
    return text.isEmpty() ? "the tool failed without a word" : UpstreamException.shortened(text);
  }
}

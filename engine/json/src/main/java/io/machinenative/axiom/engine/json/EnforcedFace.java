package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The raw face for JSON of a tool whose schemas are enforced: arguments that do not fit never reach
 * the handler, a result that does not never leaves. Immutable, any thread; reads each value once
 * more, and allocates for it.
 */
final class EnforcedFace implements RawHandler {
  private final String tool;
  private final RawHandler handler;
  private final JsonSchema input;
  private final JsonSchema output;
  private final boolean writesContents;

  EnforcedFace(Tool tool, RawHandler handler) {
    this.tool = tool.name();
    this.handler = handler;
    input = compiled(tool.inputSchema());
    output = compiled(tool.outputSchema());
    writesContents = tool.contents();
  }

  private static JsonSchema compiled(String schema) {
    return schema.isEmpty() ? null : JsonSchema.compile(schema);
  }

  @Override
  public void handle(RawInvocation call) throws Exception {
    if (input != null) {
      byte[] arguments = new byte[call.payloadLength()];
      call.payload().getBytes(call.payloadOffset(), arguments);
      List<Finding> findings = input.check(arguments);
      if (!findings.isEmpty()) {
        throw ToolException.invalid(text(findings));
      }
    }
    boolean contents = writesContents && call.interaction().takesContents();
    if (output == null || contents) {
      handler.handle(call);
      return;
    }
    WatchedCall watched = new WatchedCall(call);
    handler.handle(watched);
    byte[] result = watched.replied();
    List<Finding> findings = result == null ? List.of() : findings(result);
    if (!findings.isEmpty()) {
      throw new IllegalStateException(
          tool + " answers with what its output schema does not allow: " + text(findings));
    }
  }

  private List<Finding> findings(byte[] result) {
    try {
      return output.check(result);
    } catch (ToolException e) {
      return List.of(new Finding("", "JSON", e.getMessage()));
    }
  }

  private static String text(List<Finding> findings) {
    return findings.stream().map(Finding::toString).collect(Collectors.joining("; "));
  }
}

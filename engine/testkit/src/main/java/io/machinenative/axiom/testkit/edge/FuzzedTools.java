package io.machinenative.axiom.testkit.edge;

import io.machinenative.axiom.api.Content;
import io.machinenative.axiom.api.InputRequest;
import io.machinenative.axiom.api.Offer;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.Prompt;
import io.machinenative.axiom.api.Resource;
import io.machinenative.axiom.api.ResourceContents;
import io.machinenative.axiom.api.TaskSupport;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import java.util.List;
import java.util.Map;

/** What the edge can do with a tool beside calling it: ask, keep as a task, take from a header. */
final class FuzzedTools implements Plugin {
  private static final String REGION =
      "{\"type\":\"object\",\"properties\":{\"region\":{\"type\":\"string\","
          + "\"x-mcp-header\":\"Region\"}}}";

  private static final Map<String, Object> FORM =
      Map.of("type", "object", "properties", Map.of("name", Map.of("type", "string")));

  /** What it is given, and gives back. */
  record Text(String text) {}

  @Override
  public String id() {
    return "fuzzed";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public List<Tool> tools() {
    return List.of(
        Tool.named("fuzzed.ask")
            .typed(
                Text.class,
                Text.class,
                (given, call) -> {
                  InputRequest form = InputRequest.elicitation("What is your name?", FORM);
                  return new Text(String.valueOf(call.interaction().ask("name", form)));
                })
            .build(),
        Tool.named("fuzzed.task")
            .task(TaskSupport.OPTIONAL)
            .typed(Text.class, Text.class, (given, call) -> given)
            .build(),
        Tool.named("fuzzed.region")
            .raw(
                ContentType.JSON,
                call ->
                    call.reply(ContentType.JSON, call.payloadLength())
                        .putBytes(
                            call.replyOffset(),
                            call.payload(),
                            call.payloadOffset(),
                            call.payloadLength()))
            .schemas(REGION, "")
            .build());
  }

  @Override
  public List<Offer> offers() {
    return List.of(
        Prompt.of(
            "fuzzed",
            "Repeats its argument.",
            List.of(Prompt.Argument.required("text", "What is repeated.")),
            (arguments, call) -> List.of(Prompt.Message.user(Content.text(arguments.get("text"))))),
        Resource.of(
            "fuzzed://resource",
            "fuzzed",
            "A text.",
            "text/plain",
            call -> List.of(ResourceContents.text("fuzzed://resource", "text/plain", "text"))));
  }
}

package io.machinenative.axiom.samples.conformance;

import io.machinenative.axiom.api.Announcements;
import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Content;
import io.machinenative.axiom.api.Contents;
import io.machinenative.axiom.api.LogLevel;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.TypedHandler;
import io.machinenative.axiom.samples.conformance.ContentTools.Nothing;
import java.util.List;

/** Tools that say something on their way: progress, log messages, announcements. */
final class TalkingTools {
  private static final long STEP_MS = 50;

  private TalkingTools() {}

  static List<Tool> all(Announcements announcements) {
    return List.of(
        tool(
            "test_tool_with_progress",
            "Reports its progress: 0, 50 and 100 of 100.",
            (nothing, call) -> withProgress(call)),
        tool(
            "test_tool_with_logging",
            "Sends three log messages.",
            (nothing, call) -> withLogging(call)),
        tool(
            "test_logging_tool",
            "Sends a log message, to those who want any.",
            (nothing, call) -> {
              call.interaction().log(LogLevel.INFO, "test", "the logging tool was called");
              return Contents.of(Content.text("logged"));
            }),
        tool(
            "test_trigger_tool_change",
            "Announces that the list of tools changed.",
            (nothing, call) -> {
              announcements.listChanged(Announcements.Kind.TOOLS);
              return Contents.of(Content.text("tool list change announced"));
            }),
        tool(
            "test_trigger_prompt_change",
            "Announces that the list of prompts changed.",
            (nothing, call) -> {
              announcements.listChanged(Announcements.Kind.PROMPTS);
              return Contents.of(Content.text("prompt list change announced"));
            }),
        tool(
            "test_trigger_resource_update",
            "Announces that test://watched-resource changed.",
            (nothing, call) -> {
              announcements.resourceUpdated("test://watched-resource");
              return Contents.of(Content.text("resource update announced"));
            }));
  }

  private static Tool tool(
      String name, String description, TypedHandler<Nothing, Contents> handler) {
    return Tool.named(name)
        .description(description)
        .typed(Nothing.class, Contents.class, handler)
        .blocking()
        .build();
  }

  private static Contents withProgress(CallContext call) throws InterruptedException {
    for (int done = 0; done <= 100; done += 50) {
      call.progress(done, 100, "Completed step " + done + " of 100");
      Thread.sleep(STEP_MS);
    }
    return Contents.of(Content.text("Tool with progress executed successfully"));
  }

  private static Contents withLogging(CallContext call) throws InterruptedException {
    for (String message :
        List.of("Tool execution started", "Tool processing data", "Tool execution completed")) {
      call.interaction().log(LogLevel.INFO, null, message);
      Thread.sleep(STEP_MS);
    }
    return Contents.of(Content.text("Tool with logging executed successfully"));
  }
}

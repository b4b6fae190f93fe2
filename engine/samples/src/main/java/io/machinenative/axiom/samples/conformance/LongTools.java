package io.machinenative.axiom.samples.conformance;

import static io.machinenative.axiom.samples.conformance.AskingTools.said;

import io.machinenative.axiom.api.Contents;
import io.machinenative.axiom.api.InputRequest;
import io.machinenative.axiom.api.TaskSupport;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.samples.conformance.ContentTools.Nothing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tools whose calls are tasks, and one whose calls are none. */
final class LongTools {
  /** Whom to greet. */
  record Guest(String name) {}

  /** How long to compute; the suite waits for the end, and nobody else has to wait for it. */
  record Computation(int seconds, String label) {}

  /** What to delete. */
  record Deletion(String filename) {}

  private LongTools() {}

  static List<Tool> all() {
    return List.of(
        Tool.named("answer_anything")
            .description("Stands first in the list, where the suite wants a tool for anybody.")
            .typed(Nothing.class, Contents.class, (nothing, call) -> said("yes"))
            .build(),
        Tool.named("greet")
            .description("Greets somebody, at once.")
            .typed(
                Guest.class, Contents.class, (guest, call) -> said("Hello, " + guest.name() + "!"))
            .build(),
        Tool.named("slow_compute")
            .description("Computes, ten times as fast as it is told to.")
            .blocking()
            .task(TaskSupport.OPTIONAL)
            .typed(
                Computation.class,
                Contents.class,
                (computation, call) -> {
                  call.progress(0, computation.seconds(), "computing " + computation.label());
                  Thread.sleep(computation.seconds() * 100L);
                  return said(computation.label() + " took " + computation.seconds() + " s");
                })
            .build(),
        Tool.named("failing_job")
            .description("Fails after a while, as a tool does.")
            .blocking()
            .task(TaskSupport.REQUIRED)
            .typed(
                Nothing.class,
                Contents.class,
                (nothing, call) -> {
                  Thread.sleep(100);
                  throw ToolException.error("the job failed");
                })
            .build(),
        Tool.named("protocol_error_job")
            .description("Cannot be served: an error in the place of a result.")
            .task(TaskSupport.REQUIRED)
            .typed(
                Nothing.class,
                Contents.class,
                (nothing, call) -> {
                  throw new ToolException(Status.UNAVAILABLE, "nobody runs such jobs now");
                })
            .build(),
        Tool.named("confirm_delete")
            .description("Asks before it deletes a file.")
            .task(TaskSupport.REQUIRED)
            .typed(
                Deletion.class,
                Contents.class,
                (deletion, call) -> {
                  String question = "Delete " + deletion.filename() + "?";
                  Map<String, Object> answer =
                      call.interaction()
                          .ask("confirmation", Questions.form(question, "confirm", "boolean"));
                  boolean confirmed =
                      Boolean.TRUE.equals(Questions.field(answer, "confirm", false));
                  return said((confirmed ? "deleted " : "kept ") + deletion.filename());
                })
            .build(),
        Tool.named("multi_input")
            .description("Asks two things at once.")
            .task(TaskSupport.REQUIRED)
            .typed(
                Nothing.class,
                Contents.class,
                (nothing, call) -> {
                  Map<String, InputRequest> questions = new LinkedHashMap<>();
                  questions.put("name", Questions.form("What is your name?", "name", "string"));
                  questions.put("consent", Questions.form("Go on?", "confirm", "boolean"));
                  return said("received " + call.interaction().ask(questions).keySet());
                })
            .build(),
        Tool.named("test_tool_with_task")
            .description("Asks for a name, and then takes its time.")
            .blocking()
            .taskOnDemand(TaskSupport.REQUIRED)
            .typed(
                Nothing.class,
                Contents.class,
                (nothing, call) -> {
                  InputRequest question = Questions.form("What is your name?", "name", "string");
                  Map<String, Object> answer = call.interaction().ask("user_name", question);
                  call.interaction().beginTask();
                  Thread.sleep(100);
                  return said("Hello, " + Questions.field(answer, "name", "friend") + "!");
                })
            .build());
  }
}

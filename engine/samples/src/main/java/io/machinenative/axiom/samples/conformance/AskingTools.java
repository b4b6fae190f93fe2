package io.machinenative.axiom.samples.conformance;

import io.machinenative.axiom.api.Content;
import io.machinenative.axiom.api.Contents;
import io.machinenative.axiom.api.InputRequest;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.samples.conformance.ContentTools.Nothing;
import java.util.List;
import java.util.Map;

/** Tools that ask the client once. */
final class AskingTools {
  /** What to ask the client's model. */
  record Sampling(String prompt) {}

  /** What to ask the user. */
  record Form(String message) {}

  private AskingTools() {}

  static List<Tool> all() {
    return List.of(
        Tool.named("test_sampling")
            .description("Asks the client's model.")
            .typed(
                Sampling.class,
                Contents.class,
                (input, call) -> {
                  InputRequest question = Questions.message(input.prompt(), 100);
                  Map<String, Object> answer = call.interaction().ask("message", question);
                  return said("LLM response: " + Questions.said(answer));
                })
            .build(),
        Tool.named("test_missing_capability")
            .description("Needs a client with a model.")
            .typed(
                Nothing.class,
                Contents.class,
                (nothing, call) -> {
                  InputRequest question = Questions.message("Say anything.", 10);
                  return said(Questions.said(call.interaction().ask("message", question)));
                })
            .build(),
        Tool.named("test_elicitation")
            .description("Asks the user for a name and an address.")
            .typed(
                Form.class,
                Contents.class,
                (input, call) -> {
                  Map<String, Object> schema =
                      Map.of(
                          "type", "object",
                          "properties",
                              Map.of(
                                  "username", text("User's response"),
                                  "email", text("User's email address")),
                          "required", List.of("username", "email"));
                  InputRequest question = InputRequest.elicitation(input.message(), schema);
                  Map<String, Object> answer = call.interaction().ask("form", question);
                  return said("User response: " + outcome(answer));
                })
            .build(),
        asking(
            "test_elicitation_sep1034_defaults",
            "Asks for fields with defaults.",
            "Please review and update the form fields with defaults",
            withDefaults()),
        asking(
            "test_elicitation_sep1330_enums",
            "Asks for choices, in every form that there is.",
            "Please select options from the enum fields",
            withChoices()),
        asking(
            "test_streaming_elicitation",
            "Asks the user while it runs.",
            "Please confirm",
            Map.of("confirmed", Map.of("type", "boolean"))));
  }

  private static Tool asking(
      String name, String description, String message, Map<String, Object> properties) {
    Map<String, Object> schema =
        Map.of("type", "object", "properties", properties, "required", List.of());
    return Tool.named(name)
        .description(description)
        .typed(
            Nothing.class,
            Contents.class,
            (nothing, call) -> {
              InputRequest question = InputRequest.elicitation(message, schema);
              Map<String, Object> answer = call.interaction().ask("form", question);
              return said("Elicitation completed: " + outcome(answer));
            })
        .build();
  }

  private static Map<String, Object> withDefaults() {
    return Map.of(
        "name", Map.of("type", "string", "description", "User name", "default", "John Doe"),
        "age", Map.of("type", "integer", "description", "User age", "default", 30),
        "score", Map.of("type", "number", "description", "User score", "default", 95.5),
        "status",
            Map.of(
                "type", "string",
                "description", "User status",
                "enum", List.of("active", "inactive", "pending"),
                "default", "active"),
        "verified",
            Map.of("type", "boolean", "description", "Verification status", "default", true));
  }

  private static Map<String, Object> withChoices() {
    List<String> options = List.of("option1", "option2", "option3");
    return Map.of(
        "untitledSingle", Map.of("type", "string", "enum", options),
        "titledSingle", Map.of("type", "string", "oneOf", titled("Option")),
        "legacyEnum",
            Map.of(
                "type", "string",
                "enum", List.of("opt1", "opt2", "opt3"),
                "enumNames", List.of("Option One", "Option Two", "Option Three")),
        "untitledMulti",
            Map.of(
                "type",
                "array",
                "minItems",
                1,
                "maxItems",
                3,
                "items",
                Map.of("type", "string", "enum", options)),
        "titledMulti",
            Map.of(
                "type",
                "array",
                "minItems",
                1,
                "maxItems",
                3,
                "items",
                Map.of("anyOf", titled("Choice"))));
  }

  private static List<Map<String, String>> titled(String what) {
    return List.of(
        Map.of("const", "value1", "title", "First " + what),
        Map.of("const", "value2", "title", "Second " + what),
        Map.of("const", "value3", "title", "Third " + what));
  }

  private static Map<String, String> text(String description) {
    return Map.of("type", "string", "description", description);
  }

  private static String outcome(Map<String, Object> answer) {
    return "action=" + answer.get("action") + ", content=" + answer.getOrDefault("content", "{}");
  }

  static Contents said(String text) {
    return Contents.of(Content.text(text));
  }
}

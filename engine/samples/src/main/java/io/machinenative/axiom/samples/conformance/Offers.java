package io.machinenative.axiom.samples.conformance;

import io.machinenative.axiom.api.Content;
import io.machinenative.axiom.api.Offer;
import io.machinenative.axiom.api.Prompt;
import io.machinenative.axiom.api.Prompt.Argument;
import io.machinenative.axiom.api.Prompt.Message;
import io.machinenative.axiom.api.Resource;
import io.machinenative.axiom.api.ResourceContents;
import io.machinenative.axiom.api.ResourceTemplate;
import java.util.List;
import java.util.Map;

/** Resources and prompts. */
final class Offers {
  private Offers() {}

  static List<Offer> all() {
    return List.of(
        text(
            "test://static-text",
            "static-text",
            "This is the content of the static text resource."),
        Resource.of(
                "test://static-binary",
                "static-binary",
                "One pixel.",
                "image/png",
                call ->
                    List.of(ResourceContents.blob("test://static-binary", "image/png", Media.PNG)))
            .withIcons(Media.icon()),
        text("test://watched-resource", "watched-resource", "Watched resource content"),
        ResourceTemplate.of(
                "test://template/{id}/data",
                "template",
                "Data of an id.",
                "application/json",
                Offers::dataOf)
            .withIcons(Media.icon()),
        Prompt.of(
                "test_simple_prompt",
                "Says one sentence.",
                List.of(),
                (arguments, call) -> said("This is a simple prompt for testing."))
            .withIcons(Media.icon()),
        Prompt.of(
            "test_prompt_with_arguments",
            "Says its arguments.",
            List.of(
                new Argument("arg1", "First", true, Offers::complete),
                Argument.required("arg2", "Second")),
            (arguments, call) ->
                said(
                    "Prompt with arguments: arg1='%s', arg2='%s'"
                        .formatted(arguments.get("arg1"), arguments.get("arg2")))),
        Prompt.of(
            "test_prompt_with_embedded_resource",
            "Hands a resource over.",
            List.of(Argument.required("resourceUri", "Of the resource")),
            (arguments, call) -> embedded(arguments.get("resourceUri"))),
        Prompt.of(
            "test_prompt_with_image",
            "Shows one pixel.",
            List.of(),
            (arguments, call) ->
                List.of(
                    Message.user(Media.picture()),
                    Message.user(Content.text("Please analyze the image above.")))),
        Prompt.of(
            "test_input_required_result_prompt",
            "Asks the user for what it is about.",
            List.of(),
            (arguments, call) -> {
              Map<String, Object> answer =
                  call.interaction()
                      .ask(
                          "user_context",
                          Questions.form("What context should be used?", "context", "string"));
              return said("Use this context: " + Questions.field(answer, "context", "none"));
            }));
  }

  private static Resource text(String uri, String name, String text) {
    return Resource.of(
        uri,
        name,
        "A text that stays as it is.",
        "text/plain",
        call -> List.of(ResourceContents.text(uri, "text/plain", text)));
  }

  private static List<ResourceContents> dataOf(
      String uri, Map<String, String> variables, Object call) {
    String id = variables.get("id").replace("\\", "\\\\").replace("\"", "\\\"");
    String json =
        "{\"id\":\"%s\",\"templateTest\":true,\"data\":\"Data for ID: %s\"}".formatted(id, id);
    return List.of(ResourceContents.text(uri, "application/json", json));
  }

  private static List<String> complete(String begun, Map<String, String> others) {
    return List.of("paris", "park", "party").stream()
        .filter(word -> word.startsWith(begun))
        .toList();
  }

  private static List<Message> embedded(String uri) {
    return List.of(
        Message.user(
            new Content.Embedded(
                ResourceContents.text(
                    uri, "text/plain", "Embedded resource content for testing."))),
        Message.user(Content.text("Please process the embedded resource above.")));
  }

  private static List<Message> said(String text) {
    return List.of(Message.user(Content.text(text)));
  }
}

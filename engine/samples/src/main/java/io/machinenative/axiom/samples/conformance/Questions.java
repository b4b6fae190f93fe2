package io.machinenative.axiom.samples.conformance;

import io.machinenative.axiom.api.InputRequest;
import java.util.List;
import java.util.Map;

/** Questions that several tools ask, and how their answers are read. */
final class Questions {
  private Questions() {}

  /** A form with one property. */
  static InputRequest form(String message, String property, String type) {
    return InputRequest.elicitation(
        message,
        Map.of(
            "type", "object",
            "properties", Map.of(property, Map.of("type", type)),
            "required", List.of(property)));
  }

  /** One message for the client's model. */
  static InputRequest message(String text, int maxTokens) {
    Map<String, Object> content = Map.of("type", "text", "text", text);
    return InputRequest.sampling(
        Map.of(
            "messages",
            List.of(Map.of("role", "user", "content", content)),
            "maxTokens",
            maxTokens));
  }

  /** What a form says under a name; the default when it was not accepted. */
  static Object field(Map<String, Object> answer, String name, Object otherwise) {
    Object value = answer.get("content") instanceof Map<?, ?> content ? content.get(name) : null;
    return value == null ? otherwise : value;
  }

  /** The text of a model's message. */
  static String said(Map<String, Object> answer) {
    return String.valueOf(field(answer, "text", ""));
  }

  static int rootCount(Map<String, Object> answer) {
    return answer.get("roots") instanceof List<?> roots ? roots.size() : 0;
  }
}

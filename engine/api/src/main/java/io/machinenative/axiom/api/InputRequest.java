package io.machinenative.axiom.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A question to the client, as MCP has it. Immutable.
 *
 * @param feature that the client needs to answer it
 * @param method of MCP
 * @param parameters of that method, as JSON values
 */
public record InputRequest(ClientFeature feature, String method, Map<String, Object> parameters) {
  public InputRequest {
    Objects.requireNonNull(feature, "feature");
    Objects.requireNonNull(method, "method");
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * The user is asked to fill in a form. The answer has {@code action}, {@code accept}, {@code
   * decline} or {@code cancel}, and, when it is accepted, {@code content}.
   *
   * @param message for the user
   * @param schema of the form: an object with plain properties
   */
  public static InputRequest elicitation(String message, Map<String, Object> schema) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("mode", "form");
    parameters.put("message", message);
    parameters.put("requestedSchema", schema);
    return new InputRequest(ClientFeature.ELICITATION, "elicitation/create", parameters);
  }

  /**
   * The client's language model is asked to write a message. The answer has {@code role}, {@code
   * content} and {@code model}.
   *
   * @param parameters of {@code sampling/createMessage}: {@code messages}, {@code maxTokens} and
   *     more
   */
  public static InputRequest sampling(Map<String, Object> parameters) {
    return new InputRequest(ClientFeature.SAMPLING, "sampling/createMessage", parameters);
  }

  /** The client is asked for its folders. The answer has {@code roots}. */
  public static InputRequest roots() {
    return new InputRequest(ClientFeature.ROOTS, "roots/list", Map.of());
  }
}

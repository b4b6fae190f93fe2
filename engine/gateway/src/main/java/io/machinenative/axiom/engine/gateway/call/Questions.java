package io.machinenative.axiom.engine.gateway.call;

import io.machinenative.axiom.api.ClientFeature;
import io.machinenative.axiom.api.InputRequest;
import io.machinenative.axiom.api.Interaction;
import io.machinenative.axiom.engine.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** What servers ask, as questions to our callers. Stateless. */
final class Questions {
  private Questions() {}

  /** What a client needs to be asked so; null for what nobody is asked. */
  static ClientFeature featureOf(String method) {
    return switch (method) {
      case "elicitation/create" -> ClientFeature.ELICITATION;
      case "sampling/createMessage" -> ClientFeature.SAMPLING;
      case "roots/list" -> ClientFeature.ROOTS;
      default -> null;
    };
  }

  /** Null for what nobody is asked. */
  static InputRequest of(String method, Map<?, ?> params) {
    ClientFeature feature = featureOf(method);
    if (feature == null) {
      return null;
    }
    Map<String, Object> parameters = new LinkedHashMap<>();
    params.forEach((key, value) -> {
      if (!key.equals("_meta")) {
        parameters.put(key.toString(), value);
      }
    });
    return new InputRequest(feature, method, parameters);
  }

  /** What our caller can be asked, as the newer era declares it. */
  static String capabilities(Interaction interaction) {
    Map<String, Object> capabilities = new LinkedHashMap<>();
    for (ClientFeature feature : ClientFeature.values()) {
      if (interaction.supports(feature)) {
        capabilities.put(feature.label(), Map.of());
      }
    }
    return capabilities.isEmpty() ? "{}" : Json.text(capabilities);
  }
}

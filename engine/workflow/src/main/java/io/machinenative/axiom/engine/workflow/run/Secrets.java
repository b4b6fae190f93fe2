package io.machinenative.axiom.engine.workflow.run;

import io.machinenative.axiom.engine.workflow.model.Parameter;
import io.machinenative.axiom.engine.workflow.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes the values of secret parameters out of everything that is shown. Immutable; any thread. */
final class Secrets {
  private static final String SHOWN = "***";

  private final List<String> values = new ArrayList<>();

  Secrets(Plan plan) {
    for (Parameter parameter : plan.pipeline().parameters()) {
      if (parameter.secret()) {
        gather(plan.values().get(parameter.name()));
      }
    }
  }

  private void gather(Object value) {
    switch (value) {
      case Map<?, ?> map -> map.values().forEach(this::gather);
      case List<?> list -> list.forEach(this::gather);
      case null -> {
        // A secret that was not given hides nothing.
      }
      default -> {
        if (!value.toString().isEmpty()) {
          values.add(value.toString());
        }
      }
    }
  }

  String redact(String text) {
    String redacted = text;
    for (String value : values) {
      redacted = redacted.replace(value, SHOWN);
    }
    return redacted;
  }

  /** A copy without secrets. */
  Object redact(Object value) {
    return switch (value) {
      case String text -> redact(text);
      case Map<?, ?> map -> redact(map);
      case List<?> list -> list.stream().map(this::redact).toList();
      case null -> null;
      default -> values.contains(value.toString()) ? SHOWN : value;
    };
  }

  Map<String, Object> redact(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, inner) -> copy.put((String) key, redact(inner)));
    return copy;
  }
}

package io.machinenative.axiom.engine.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Arguments of a {@link JsonTool}, which fit its schema. */
public record Arguments(Map<?, ?> values) {
  public boolean has(String name) {
    return values.get(name) != null;
  }

  public String text(String name) {
    return (String) values.get(name);
  }

  public Optional<String> optional(String name) {
    return Optional.ofNullable((String) values.get(name));
  }

  public long number(String name, long otherwise) {
    return values.get(name) instanceof Number number ? number.longValue() : otherwise;
  }

  public boolean flag(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  public List<String> texts(String name) {
    return values.get(name) instanceof List<?> list
        ? list.stream().map(String.class::cast).toList()
        : List.of();
  }

  public Map<?, ?> object(String name) {
    return (Map<?, ?>) values.get(name);
  }
}

package io.machinenative.axiom.engine.registry.model;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.json.Json;
import java.util.Map;
import java.util.Objects;

/**
 * A JSON object: a configuration, or metadata. Immutable; equal when the texts are, so the order of
 * properties counts.
 *
 * @param json compact, made by {@link #of}
 */
public record Document(String json) {
  /** An object without properties. */
  public static final Document EMPTY = new Document("{}");

  public Document {
    Objects.requireNonNull(json, "json");
  }

  /**
   * Reads an object and writes it without white space.
   *
   * @throws IllegalArgumentException when the text is not a JSON object
   */
  public static Document parse(String json) {
    Object value;
    try {
      value = Json.read(json);
    } catch (ToolException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (!(value instanceof Map<?, ?>)) {
      throw new IllegalArgumentException(
          "expected a JSON object, got " + (value == null ? "null" : value.getClass()));
    }
    return new Document(Json.text(value));
  }

  /** Of plain values, as {@link Json#read} gives them. */
  public static Document of(Map<String, ?> values) {
    return values.isEmpty() ? EMPTY : new Document(Json.text(values));
  }

  /** The properties in their order, as {@link Json#read} gives them. */
  @SuppressWarnings("unchecked")
  public Map<String, Object> values() {
    return isEmpty() ? Map.of() : (Map<String, Object>) Json.read(json);
  }

  public boolean isEmpty() {
    return json.equals(EMPTY.json);
  }

  @Override
  public String toString() {
    return json;
  }
}

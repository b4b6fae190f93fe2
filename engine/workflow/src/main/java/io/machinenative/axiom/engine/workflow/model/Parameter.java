package io.machinenative.axiom.engine.workflow.model;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller of a {@link Pipeline} fills in. Immutable.
 *
 * @param fallback its value when the caller says nothing; empty when the caller must
 * @param secret never shown, and not kept in the history
 */
public record Parameter(
    String name, Type type, String description, Optional<Object> fallback, boolean secret) {
  /** What it holds. */
  public enum Type {
    STRING(String.class),
    INTEGER(Number.class),
    NUMBER(Number.class),
    BOOLEAN(Boolean.class),
    LIST(List.class),
    OBJECT(Map.class);

    private final Class<?> values;

    Type(Class<?> values) {
      this.values = values;
    }

    /** As the file writes it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The value as this parameter takes it; a text is read as JSON where another type is wanted.
   *
   * @throws IllegalArgumentException when it does not fit, saying what was expected
   */
  public Object accept(Object value) {
    Object typed = value;
    if (value instanceof String text && type != Type.STRING) {
      try {
        typed = Json.read(text);
      } catch (ToolException e) {
        throw misfit("text that is no JSON", e);
      }
    }
    if (!type.values.isInstance(typed)) {
      throw misfit(typed == null ? "null" : typed.getClass().getSimpleName(), null);
    }
    if (type == Type.INTEGER && new BigDecimal(typed.toString()).stripTrailingZeros().scale() > 0) {
      throw misfit("a fraction", null);
    }
    return typed;
  }

  private IllegalArgumentException misfit(String found, Exception cause) {
    return new IllegalArgumentException(
        name + ": expected " + type.label() + ", found " + found, cause);
  }
}

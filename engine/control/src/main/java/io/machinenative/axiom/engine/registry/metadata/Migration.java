package io.machinenative.axiom.engine.registry.metadata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How metadata of one version of a schema become metadata of another. Immutable.
 *
 * @param description what changes, for people
 * @param breaking whether something is lost or means something else
 * @param steps done one after the other
 */
public record Migration(
    SchemaId from, SchemaId to, String description, boolean breaking, List<Step> steps) {
  /** One step: gets the properties, gives others. Changes nothing that it was given. */
  @FunctionalInterface
  public interface Step {
    Map<String, Object> apply(Map<String, Object> metadata);
  }

  public Migration {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(description, "description");
    steps = List.copyOf(steps);
    if (!from.name().equals(to.name()) || from.equals(to)) {
      throw new IllegalArgumentException(
          "expected a migration between two versions of a schema, got " + from + " to " + to);
    }
  }

  /** Gives a property another name, in its place; nothing happens when there is none. */
  public static Step rename(String property, String next) {
    return metadata -> {
      Map<String, Object> renamed = new LinkedHashMap<>();
      metadata.forEach((name, value) -> renamed.put(name.equals(property) ? next : name, value));
      return renamed;
    };
  }

  /** Leaves a property out. */
  public static Step remove(String property) {
    return metadata -> {
      Map<String, Object> rest = new LinkedHashMap<>(metadata);
      rest.remove(property);
      return rest;
    };
  }

  /** Gives a property a value where it has none. */
  public static Step preset(String property, Object value) {
    return metadata -> {
      Map<String, Object> filled = new LinkedHashMap<>(metadata);
      filled.putIfAbsent(property, value);
      return filled;
    };
  }

  Map<String, Object> apply(Map<String, Object> metadata) {
    Map<String, Object> migrated = metadata;
    for (Step step : steps) {
      migrated = step.apply(migrated);
    }
    return migrated;
  }
}

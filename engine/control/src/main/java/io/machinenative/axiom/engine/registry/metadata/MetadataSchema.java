package io.machinenative.axiom.engine.registry.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.json.Finding;
import io.machinenative.axiom.engine.json.JsonSchema;
import io.machinenative.axiom.engine.registry.model.Document;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One version of a schema for metadata. Immutable.
 *
 * @param text JSON Schema 2020-12, which refers to nothing outside itself
 * @param deprecated properties that still may be used and should not be
 * @param compiled of the text
 */
public record MetadataSchema(
    SchemaId id, String text, Set<String> deprecated, JsonSchema compiled) {
  public MetadataSchema {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(text, "text");
    deprecated = Set.copyOf(deprecated);
    Objects.requireNonNull(compiled, "compiled");
  }

  /**
   * Compiles a schema.
   *
   * @throws IllegalArgumentException when the text is no JSON Schema
   */
  public static MetadataSchema of(SchemaId id, String text, Set<String> deprecated) {
    return new MetadataSchema(id, text, deprecated, JsonSchema.compile(text));
  }

  /** What does not fit; empty when all does. */
  public List<Finding> check(Document metadata) {
    return compiled.check(metadata.json().getBytes(UTF_8));
  }

  /** Which deprecated properties are used, sorted. */
  public List<String> deprecatedIn(Document metadata) {
    return metadata.values().keySet().stream().filter(deprecated::contains).sorted().toList();
  }
}

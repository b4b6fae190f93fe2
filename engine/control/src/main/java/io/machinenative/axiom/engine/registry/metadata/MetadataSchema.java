package io.machinenative.axiom.engine.registry.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.json.Finding;
import io.machinenative.axiom.engine.json.JsonSchema;
import io.machinenative.axiom.engine.registry.model.Document;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

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

  /**
   * One that ships with Axiom: the file {@code NAME-VERSION.schema.json} beside this class. What it
   * marks as {@code deprecated} may still be used and should not be.
   *
   * @throws IllegalArgumentException when there is none
   */
  static MetadataSchema shipped(SchemaId id) {
    String file = id.name() + "-" + id.version() + ".schema.json";
    try (InputStream in = MetadataSchema.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("expected the schema " + file + ", got none");
      }
      String text = new String(in.readAllBytes(), UTF_8);
      return of(id, text, deprecatedBy(new Document(text)));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e, e);
    }
  }

  private static Set<String> deprecatedBy(Document schema) {
    Set<String> deprecated = new TreeSet<>();
    if (schema.values().get("properties") instanceof Map<?, ?> properties) {
      properties.forEach((name, property) -> {
        if (property instanceof Map<?, ?> keywords
            && Boolean.TRUE.equals(keywords.get("deprecated"))) {
          deprecated.add(name.toString());
        }
      });
    }
    return deprecated;
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

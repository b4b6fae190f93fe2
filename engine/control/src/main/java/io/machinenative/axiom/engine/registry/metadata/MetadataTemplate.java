package io.machinenative.axiom.engine.registry.metadata;

import io.machinenative.axiom.engine.registry.model.Document;
import java.util.Objects;

/**
 * Metadata to begin with. Immutable.
 *
 * @param name kebab-case
 */
public record MetadataTemplate(String name, SchemaId schema, Document metadata) {
  public MetadataTemplate {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(metadata, "metadata");
  }
}

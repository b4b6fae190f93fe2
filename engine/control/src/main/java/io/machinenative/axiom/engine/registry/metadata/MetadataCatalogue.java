package io.machinenative.axiom.engine.registry.metadata;

import io.machinenative.axiom.engine.registry.model.Document;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The schemas that metadata may keep to, the ways between their versions, and templates. Immutable,
 * any thread.
 */
public final class MetadataCatalogue {
  /** The schemas that ship with Axiom: a file each, by its name and version. */
  private static final List<String> SHIPPED = List.of("service@1.0.0");

  private final Map<SchemaId, MetadataSchema> schemas;
  private final Map<SchemaId, List<Migration>> migrations;
  private final Map<String, MetadataTemplate> templates;

  private MetadataCatalogue(Builder builder) {
    schemas = new LinkedHashMap<>(builder.schemas);
    migrations = new HashMap<>();
    builder.migrations.forEach((from, ways) -> migrations.put(from, List.copyOf(ways)));
    templates = new LinkedHashMap<>(builder.templates);
  }

  /** Nothing is in it yet. */
  public static Builder of() {
    return new Builder();
  }

  /** The schemas that ship with Axiom, and the template {@code basic-service}, to add to. */
  public static Builder standard() {
    Builder builder = of();
    SHIPPED.forEach(id -> builder.schema(MetadataSchema.shipped(SchemaId.of(id))));
    SchemaId service = SchemaId.of("service@1.0.0");
    return builder.template(
        new MetadataTemplate("basic-service", service, Document.of(Map.of("owner", "unknown"))));
  }

  public Optional<MetadataSchema> schema(SchemaId id) {
    return Optional.ofNullable(schemas.get(id));
  }

  /** In the order in which they were added. */
  public List<SchemaId> schemas() {
    return List.copyOf(schemas.keySet());
  }

  /** In the order in which they were added. */
  public List<String> templates() {
    return List.copyOf(templates.keySet());
  }

  /**
   * Metadata by a template, with what is given put over it as a merge patch.
   *
   * @throws IllegalArgumentException when there is no such template
   */
  public Document fromTemplate(String name, Map<String, ?> overrides) {
    MetadataTemplate template = templates.get(name);
    if (template == null) {
      throw new IllegalArgumentException(
          "expected one of the templates " + templates.keySet() + ", got '" + name + "'");
    }
    return Document.of(MergePatch.merge(template.metadata().values(), overrides));
  }

  /**
   * The migrations from one version to another, the fewest there are.
   *
   * @throws IllegalArgumentException when there is no way
   */
  public List<Migration> way(SchemaId from, SchemaId to) {
    Map<SchemaId, Migration> reachedBy = new HashMap<>();
    Deque<SchemaId> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty() && !reachedBy.containsKey(to)) {
      SchemaId next = open.removeFirst();
      for (Migration migration : migrations.getOrDefault(next, List.of())) {
        if (!migration.to().equals(from)
            && reachedBy.putIfAbsent(migration.to(), migration) == null) {
          open.addLast(migration.to());
        }
      }
    }
    Deque<Migration> way = new ArrayDeque<>();
    for (SchemaId at = to; !at.equals(from); at = way.getFirst().from()) {
      if (!reachedBy.containsKey(at)) {
        throw new IllegalArgumentException(
            "expected migrations from " + from + " to " + to + ", got no way");
      }
      way.addFirst(reachedBy.get(at));
    }
    return List.copyOf(way);
  }

  /**
   * Metadata of another version, migrated step by step. Whether they fit its schema is another
   * question.
   *
   * @throws IllegalArgumentException when there is no way from version to version
   */
  public Document migrate(Document metadata, SchemaId from, SchemaId to) {
    Map<String, Object> migrated = metadata.values();
    for (Migration migration : way(from, to)) {
      migrated = migration.apply(migrated);
    }
    return Document.of(migrated);
  }

  /** Collects what a catalogue is to hold. For one thread. */
  public static final class Builder {
    private final Map<SchemaId, MetadataSchema> schemas = new LinkedHashMap<>();
    private final Map<SchemaId, List<Migration>> migrations = new HashMap<>();
    private final Map<String, MetadataTemplate> templates = new LinkedHashMap<>();

    private Builder() {}

    /**
     * @throws IllegalArgumentException when there is one of that name and version: a version stays
     *     what it is
     */
    public Builder schema(MetadataSchema schema) {
      if (schemas.putIfAbsent(schema.id(), schema) != null) {
        throw new IllegalArgumentException("expected one schema of " + schema.id() + ", got two");
      }
      return this;
    }

    /**
     * @throws IllegalArgumentException when one of its schemas is missing
     */
    public Builder migration(Migration migration) {
      requireSchema(migration.from());
      requireSchema(migration.to());
      migrations.computeIfAbsent(migration.from(), id -> new ArrayList<>()).add(migration);
      return this;
    }

    /**
     * @throws IllegalArgumentException when its schema is missing, or it does not fit it
     */
    public Builder template(MetadataTemplate template) {
      requireSchema(template.schema());
      var findings = schemas.get(template.schema()).check(template.metadata());
      if (!findings.isEmpty()) {
        throw new IllegalArgumentException(
            "expected a template that fits " + template.schema() + ", got " + findings);
      }
      templates.put(template.name(), template);
      return this;
    }

    private void requireSchema(SchemaId id) {
      if (!schemas.containsKey(id)) {
        throw new IllegalArgumentException(
            "expected one of the schemas " + schemas.keySet() + ", got " + id);
      }
    }

    public MetadataCatalogue build() {
      return new MetadataCatalogue(this);
    }
  }
}

package io.machinenative.axiom.engine.registry.model;

import java.util.List;
import java.util.Objects;

/**
 * What whoever registers something says of it: the part of a record that only its owner changes.
 * Immutable.
 *
 * @param endpoints in the order of preference
 * @param configuration what it runs with
 * @param metadata whatever else is said
 * @param metadataSchema which schema the metadata follow, as {@code name@version}; empty: none
 */
public record Content(
    About about,
    Labels labels,
    Placement placement,
    List<Endpoint> endpoints,
    Document configuration,
    Document metadata,
    String metadataSchema) {
  /** Nothing was said. */
  public static final Content NOTHING =
      new Content(
          About.NOTHING,
          Labels.NONE,
          Placement.NOWHERE,
          List.of(),
          Document.EMPTY,
          Document.EMPTY,
          "");

  public Content {
    Objects.requireNonNull(about, "about");
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(placement, "placement");
    endpoints = List.copyOf(endpoints);
    Objects.requireNonNull(configuration, "configuration");
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(metadataSchema, "metadataSchema");
  }
}

package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.model.RecordKey;
import java.util.List;
import java.util.Objects;

/**
 * A page of what was found. Immutable.
 *
 * @param keys in the order that was asked for
 * @param total records that fit, on all pages
 * @param next cursor of the page after; empty: this is the last
 */
public record Matches(List<RecordKey> keys, int total, String next) {
  /** Nothing fits. */
  public static final Matches NONE = new Matches(List.of(), 0, "");

  public Matches {
    keys = List.copyOf(keys);
    Objects.requireNonNull(next, "next");
  }
}

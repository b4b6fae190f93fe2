package io.machinenative.axiom.engine.registry;

import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import java.util.List;
import java.util.Objects;

/**
 * A page of found records. Immutable.
 *
 * @param damaged records that belong on this page and cannot be read, so that they are left out
 * @param total records that fit, on all pages, as it was when this page was made
 * @param next cursor of the page after; empty: this is the last
 * @param revision of the registry as this page was made. Whoever walks all pages and then follows
 *     the feed from the first page's revision misses nothing
 */
public record Page(
    List<RegistryRecord> records, int damaged, int total, String next, long revision) {
  public Page {
    records = List.copyOf(records);
    Objects.requireNonNull(next, "next");
  }
}

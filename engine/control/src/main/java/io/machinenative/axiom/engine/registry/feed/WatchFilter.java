package io.machinenative.axiom.engine.registry.feed;

import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import java.util.Objects;
import java.util.Optional;

/**
 * Of which records a watcher hears. Immutable.
 *
 * @param namePrefix letter for letter; empty: any
 */
public record WatchFilter(Optional<Kind> kind, String namePrefix) {
  /** Every record. */
  public static final WatchFilter ALL = new WatchFilter(Optional.empty(), "");

  public WatchFilter {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(namePrefix, "namePrefix");
  }

  public boolean fits(RecordKey key) {
    return (kind.isEmpty() || kind.get() == key.kind()) && key.name().startsWith(namePrefix);
  }
}

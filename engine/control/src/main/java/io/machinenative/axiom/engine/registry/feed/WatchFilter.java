package io.machinenative.axiom.engine.registry.feed;

import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.query.RecordView;
import java.util.Objects;
import java.util.Optional;

/**
 * Of which records a watcher hears. Immutable.
 *
 * @param namePrefix letter for letter; empty: any
 * @param view of the watcher, asked for each change
 */
public record WatchFilter(Optional<Kind> kind, String namePrefix, RecordView view) {
  /** Every record. */
  public static final WatchFilter ALL = new WatchFilter(Optional.empty(), "");

  /** For a watcher that may learn of all. */
  public WatchFilter(Optional<Kind> kind, String namePrefix) {
    this(kind, namePrefix, RecordView.ALL);
  }

  public WatchFilter {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(namePrefix, "namePrefix");
    Objects.requireNonNull(view, "view");
  }

  public boolean fits(RecordKey key) {
    return (kind.isEmpty() || kind.get() == key.kind())
        && key.name().startsWith(namePrefix)
        && view.shows(key);
  }
}

package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;

/**
 * Of which records somebody may learn. What it hides is as if it were not there: not found, not
 * counted, not told of.
 */
@FunctionalInterface
public interface RecordView {
  /** Hides nothing. */
  RecordView ALL = (kind, name) -> true;

  /** Whether it shows records of that kind and name, of whatever version and instance. */
  boolean shows(Kind kind, String name);

  /** Whether it shows the record of that key. */
  default boolean shows(RecordKey key) {
    return shows(key.kind(), key.name());
  }
}

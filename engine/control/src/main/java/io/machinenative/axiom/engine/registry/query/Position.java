package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.model.RecordKey;
import java.util.Comparator;

/** A place in the order of keys: a record, or a bound to look for records with. */
sealed interface Position permits Indexed, Position.At, Position.Around {
  /** By name, kind, version and instance. */
  Comparator<Position> ORDER = Position::compare;

  /** Of a record; null for a bound around names. */
  RecordKey key();

  /** The place of a key, whether there is such a record or not. */
  record At(RecordKey key) implements Position {}

  /**
   * Before or behind all names that begin so.
   *
   * @param side -1: before, 1: behind
   */
  record Around(String prefix, int side) implements Position {
    @Override
    public RecordKey key() {
      return null;
    }
  }

  private static int compare(Position left, Position right) {
    if (left instanceof Around around) {
      return around(around, right);
    }
    if (right instanceof Around around) {
      return -around(around, left);
    }
    return left.key().compareTo(right.key());
  }

  /** Two bounds are never compared. */
  private static int around(Around bound, Position other) {
    String name = other.key().name();
    return name.startsWith(bound.prefix) ? bound.side : bound.prefix.compareTo(name);
  }
}

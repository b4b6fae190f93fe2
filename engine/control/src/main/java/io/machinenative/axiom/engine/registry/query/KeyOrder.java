package io.machinenative.axiom.engine.registry.query;

import java.util.Iterator;
import java.util.TreeSet;

/**
 * The records in the order of their keys, each with a label: a number that grows in that order, so
 * that places are compared without comparing names. For one thread.
 *
 * <p>A record gets the number in the middle between its neighbours. Where there is none left, the
 * neighbours behind it are spread over the gap that follows them: as many as it takes for the gap
 * to be longer than their number squared, which costs O(log n) a record on average (Dietz and
 * Sleator, Two algorithms for maintaining order in a list, 1987).
 */
final class KeyOrder {
  /** Between the labels of records that are added at an end. */
  private static final long STEP = 1L << 32;

  private static final long LOWEST = -(1L << 61);
  private static final long HIGHEST = 1L << 61;

  private final TreeSet<Position> positions = new TreeSet<>(Position.ORDER);
  private final Columns columns;

  KeyOrder(Columns columns) {
    this.columns = columns;
  }

  void add(Indexed record) {
    Position lower = positions.lower(record);
    Position higher = positions.higher(record);
    if (lower != null && higher != null && labelOf(higher) - labelOf(lower) < 2) {
      makeRoomBehind(lower);
    } else if ((lower != null && higher == null && HIGHEST - labelOf(lower) < STEP)
        || (higher != null && lower == null && labelOf(higher) - LOWEST < STEP)) {
      spreadAll();
    }
    columns.labels().set(record.ordinal(), labelBetween(lower, higher));
    positions.add(record);
  }

  private long labelBetween(Position lower, Position higher) {
    if (lower == null) {
      return higher == null ? 0 : labelOf(higher) - STEP;
    }
    long low = labelOf(lower);
    return higher == null ? low + STEP : low + (labelOf(higher) - low) / 2;
  }

  private void makeRoomBehind(Position first) {
    long from = labelOf(first);
    long moved = 0;
    long end = HIGHEST;
    for (Position next : positions.tailSet(first, false)) {
      long gap = labelOf(next) - from;
      if (gap > (moved + 1) * (moved + 1) + 1) {
        end = labelOf(next);
        break;
      }
      moved++;
    }
    if (end == HIGHEST) {
      end = Math.min(HIGHEST, from + (moved + 2) * STEP);
    }
    long step = (end - from) / (moved + 1);
    if (step < 2) {
      spreadAll();
      return;
    }
    Iterator<Position> behind = positions.tailSet(first, false).iterator();
    for (long i = 1; i <= moved; i++) {
      columns.labels().set(ordinalOf(behind.next()), from + i * step);
    }
  }

  private void spreadAll() {
    long step = Math.min(STEP, (HIGHEST - LOWEST) / (positions.size() + 2L));
    long label = -step * (positions.size() / 2);
    for (Position position : positions) {
      columns.labels().set(ordinalOf(position), label);
      label += step;
    }
  }

  void remove(Indexed record) {
    positions.remove(record);
  }

  /** The record at or before a place; null when there is none. */
  Indexed floor(Position place) {
    return (Indexed) positions.floor(place);
  }

  /** The record at or behind a place; null when there is none. */
  Indexed ceiling(Position place) {
    return (Indexed) positions.ceiling(place);
  }

  private long labelOf(Position record) {
    return columns.labels().get(ordinalOf(record));
  }

  private static int ordinalOf(Position record) {
    return ((Indexed) record).ordinal();
  }
}

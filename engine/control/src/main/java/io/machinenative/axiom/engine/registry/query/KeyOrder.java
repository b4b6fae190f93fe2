package io.machinenative.axiom.engine.registry.query;

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
  private final LongColumn labels;
  private Indexed first;

  KeyOrder(LongColumn labels) {
    this.labels = labels;
  }

  void add(Indexed record) {
    Indexed lower = (Indexed) positions.lower(record);
    Indexed higher = lower == null ? first : lower.behind();
    if (lower != null && higher != null && labelOf(higher) - labelOf(lower) < 2) {
      makeRoomBehind(lower);
    } else if ((lower != null && higher == null && HIGHEST - labelOf(lower) < STEP)
        || (higher != null && lower == null && labelOf(higher) - LOWEST < STEP)) {
      spreadAll();
    }
    labels.set(record.ordinal(), labelBetween(lower, higher));
    record.linkBetween(lower, higher);
    first = lower == null ? record : first;
    positions.add(record);
  }

  private long labelBetween(Indexed lower, Indexed higher) {
    if (lower == null) {
      return higher == null ? 0 : labelOf(higher) - STEP;
    }
    long low = labelOf(lower);
    return higher == null ? low + STEP : low + (labelOf(higher) - low) / 2;
  }

  private void makeRoomBehind(Indexed record) {
    long from = labelOf(record);
    long moved = 0;
    Indexed next = record.behind();
    while (next != null && labelOf(next) - from <= (moved + 1) * (moved + 1) + 1) {
      next = next.behind();
      moved++;
    }
    long end = next == null ? Math.min(HIGHEST, from + (moved + 2) * STEP) : labelOf(next);
    long step = (end - from) / (moved + 1);
    if (step < 2) {
      spreadAll();
      return;
    }
    long label = from + step;
    for (Indexed at = record.behind(); at != next; at = at.behind()) {
      labels.set(at.ordinal(), label);
      label += step;
    }
  }

  private void spreadAll() {
    long step = Math.min(STEP, (HIGHEST - LOWEST) / (positions.size() + 2L));
    long label = -step * (positions.size() / 2);
    for (Indexed at = first; at != null; at = at.behind()) {
      labels.set(at.ordinal(), label);
      label += step;
    }
  }

  void remove(Indexed record) {
    positions.remove(record);
    first = first == record ? record.behind() : first;
    record.unlink();
  }

  /** The record at or before a place; null when there is none. */
  Indexed floor(Position place) {
    return (Indexed) positions.floor(place);
  }

  /** The record at or behind a place; null when there is none. */
  Indexed ceiling(Position place) {
    return (Indexed) positions.ceiling(place);
  }

  private long labelOf(Indexed record) {
    return labels.get(record.ordinal());
  }
}

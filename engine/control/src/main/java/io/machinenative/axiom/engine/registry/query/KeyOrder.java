package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.image.ImageReader;
import io.machinenative.axiom.engine.registry.image.ImageWriter;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

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
  /** There is no such record. */
  static final int NONE = -1;

  /** Between the labels of records that are added at an end. */
  private static final long STEP = 1L << 32;

  private static final long LOWEST = -(1L << 61);
  private static final long HIGHEST = 1L << 61;

  private final Keys keys;
  private final LongColumn labels;
  private final SortedInts order = new SortedInts();

  KeyOrder(Keys keys, LongColumn labels) {
    this.keys = keys;
    this.labels = labels;
  }

  /**
   * Puts many records in order, in place of all.
   *
   * @param ordinals sorted by this
   */
  void load(int[] ordinals, Optional<ThreadFactory> threads) {
    TextSort.sort(ordinals, keys.sortable(), threads);
    order.load(ordinals, ordinals.length);
    spreadAll();
  }

  void add(int ordinal) {
    SortedInts.Place place = other -> keys.compare(ordinal, other);
    long lower = order.lower(place);
    long higher = lower == SortedInts.NOWHERE ? order.first() : order.next(lower);
    boolean hasLower = lower != SortedInts.NOWHERE;
    boolean hasHigher = higher != SortedInts.NOWHERE;
    if (hasLower && hasHigher && labelAt(higher) - labelAt(lower) < 2) {
      makeRoomBehind(lower);
    } else if ((hasLower && !hasHigher && HIGHEST - labelAt(lower) < STEP)
        || (hasHigher && !hasLower && labelAt(higher) - LOWEST < STEP)) {
      spreadAll();
    }
    labels.set(ordinal, labelBetween(lower, higher));
    order.add(ordinal, place);
  }

  private long labelBetween(long lower, long higher) {
    if (lower == SortedInts.NOWHERE) {
      return higher == SortedInts.NOWHERE ? 0 : labelAt(higher) - STEP;
    }
    long low = labelAt(lower);
    return higher == SortedInts.NOWHERE ? low + STEP : low + (labelAt(higher) - low) / 2;
  }

  private void makeRoomBehind(long position) {
    long from = labelAt(position);
    long moved = 0;
    long next = order.next(position);
    while (next != SortedInts.NOWHERE && labelAt(next) - from <= (moved + 1) * (moved + 1) + 1) {
      next = order.next(next);
      moved++;
    }
    boolean isLast = next == SortedInts.NOWHERE;
    long end = isLast ? Math.min(HIGHEST, from + (moved + 2) * STEP) : labelAt(next);
    long step = (end - from) / (moved + 1);
    if (step < 2) {
      spreadAll();
      return;
    }
    long label = from + step;
    for (long at = order.next(position); at != next; at = order.next(at)) {
      labels.set(order.get(at), label);
      label += step;
    }
  }

  private void spreadAll() {
    long step = Math.min(STEP, (HIGHEST - LOWEST) / (order.size() + 2L));
    long label = -step * (order.size() / 2);
    for (long at = order.first(); at != SortedInts.NOWHERE; at = order.next(at)) {
      labels.set(order.get(at), label);
      label += step;
    }
  }

  void remove(int ordinal) {
    order.remove(ordinal, other -> keys.compare(ordinal, other));
  }

  /** The record at or before a place, or {@link #NONE}. */
  int floor(SortedInts.Place place) {
    long position = order.floor(place);
    return position == SortedInts.NOWHERE ? NONE : order.get(position);
  }

  /** The record at or behind a place, or {@link #NONE}. */
  int ceiling(SortedInts.Place place) {
    long position = order.ceiling(place);
    return position == SortedInts.NOWHERE ? NONE : order.get(position);
  }

  /** The records between two places; null when there are none. */
  Run between(SortedInts.Place from, SortedInts.Place to) {
    long first = order.ceiling(from);
    long last = order.floor(to);
    if (first == SortedInts.NOWHERE || last == SortedInts.NOWHERE || first > last) {
      return null;
    }
    return new Run(labelAt(first), labelAt(last), first, order.countBetween(first, last), order);
  }

  /**
   * Records that follow each other, until the next change.
   *
   * @param lowest label of the first
   * @param highest label of the last
   * @param first position of the first
   */
  record Run(long lowest, long highest, long first, int count, SortedInts order) {
    int[] ordinals() {
      return order.copy(first, count);
    }
  }

  private long labelAt(long position) {
    return labels.get(order.get(position));
  }

  void write(ImageWriter image) throws IOException {
    order.write(image);
  }

  /** In place of what is here. */
  void read(ImageReader image) throws IOException {
    order.read(image);
  }
}

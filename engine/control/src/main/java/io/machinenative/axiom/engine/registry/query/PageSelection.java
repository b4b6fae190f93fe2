package io.machinenative.axiom.engine.registry.query;

import java.util.Arrays;

/**
 * Keeps the first of many records in an order: as many as a page has, and one more to know whether
 * there is a page after. For one query, one thread.
 *
 * <p>A record's place is two numbers, its value and its label; descending orders turn both round.
 * Records that come in the order that is asked for are refused by one comparison each.
 */
final class PageSelection {
  private final Columns columns;
  private final Sort sort;
  private final long turn;
  private final int capacity;
  private final long[] values;
  private final long[] labels;
  private final int[] ordinals;
  private final long afterValue;
  private final long afterLabel;
  private int count;
  private int total;

  /**
   * @param afterValue place of the page before, turned; {@link Long#MIN_VALUE} twice for none
   */
  PageSelection(Columns columns, Order order, int limit, long afterValue, long afterLabel) {
    this.columns = columns;
    this.afterValue = afterValue;
    this.afterLabel = afterLabel;
    sort = order.sort();
    turn = order.descending() ? -1 : 0;
    capacity = limit + 1;
    values = new long[capacity];
    labels = new long[capacity];
    ordinals = new int[capacity];
  }

  /** A record that fits. */
  void offer(int ordinal) {
    total++;
    long value = value(columns, sort, ordinal) ^ turn;
    if (count == capacity && value > values[count - 1]) {
      return;
    }
    long label = columns.label(ordinal) ^ turn;
    boolean isBehind = value > afterValue || (value == afterValue && label > afterLabel);
    if (isBehind && (count < capacity || isBefore(value, label, count - 1))) {
      insert(ordinal, value, label);
    }
  }

  private void insert(int ordinal, long value, long label) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore(value, label, middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    int moved = Math.min(count, capacity - 1) - low;
    System.arraycopy(values, low, values, low + 1, moved);
    System.arraycopy(labels, low, labels, low + 1, moved);
    System.arraycopy(ordinals, low, ordinals, low + 1, moved);
    values[low] = value;
    labels[low] = label;
    ordinals[low] = ordinal;
    count = Math.min(count + 1, capacity);
  }

  private boolean isBefore(long value, long label, int at) {
    return value < values[at] || (value == values[at] && label < labels[at]);
  }

  /** A record's place in an order, before it is turned. */
  static long value(Columns columns, Sort sort, int ordinal) {
    return switch (sort) {
      case NAME -> 0;
      case REGISTERED_AT -> columns.registeredAtMs(ordinal);
      case UPDATED_AT -> columns.updatedAtMs(ordinal);
      case STATUS -> columns.status(ordinal);
    };
  }

  /** Records that fit, those of the pages before included. */
  int total() {
    return total;
  }

  /** Counts records that are known to fit without being offered. */
  void addTotal(int more) {
    total += more;
  }

  /** Whether no further record can be on the page, when they come in its order. */
  boolean isFull() {
    return count == capacity;
  }

  boolean hasMore() {
    return count == capacity;
  }

  /** The ordinals of the page, in its order. */
  int[] page() {
    return Arrays.copyOf(ordinals, hasMore() ? capacity - 1 : count);
  }
}

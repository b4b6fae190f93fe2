package io.machinenative.axiom.engine.registry.query;

import java.util.Arrays;

/**
 * Keeps the first of many records in an order: as many as a page has, and one more to know whether
 * there is a page after. For one query, one thread.
 *
 * <p>A record's place is two numbers, its value and its label; descending orders turn both round.
 * Words of 64 records none of which can be on the page are passed over by their bounds.
 */
final class PageSelection {
  private final LongColumn labelColumn;
  private final long turn;
  private final int capacity;
  private final long[] values;
  private final long[] labels;
  private final int[] ordinals;
  private final long afterValue;
  private final long afterLabel;
  private int count;

  /**
   * @param afterValue place of the page before, turned; {@link Long#MIN_VALUE} twice for none
   */
  PageSelection(
      LongColumn labelColumn, boolean descending, int limit, long afterValue, long afterLabel) {
    this.labelColumn = labelColumn;
    this.afterValue = afterValue;
    this.afterLabel = afterLabel;
    turn = descending ? -1 : 0;
    capacity = limit + 1;
    values = new long[capacity];
    labels = new long[capacity];
    ordinals = new int[capacity];
  }

  /** Whether a word of which all have that value may have a record for the page. */
  boolean wants(int word, long value) {
    long turned = value ^ turn;
    long first = turn == 0 ? labelColumn.low(word) : ~labelColumn.high(word);
    if (isFull() && !isBefore(turned, first, count - 1)) {
      return false;
    }
    long last = turn == 0 ? labelColumn.high(word) : ~labelColumn.low(word);
    return isBehindCursor(turned, last);
  }

  /** Whether a word may have a record for the page whose value is in that column. */
  boolean wants(int word, LongColumn column) {
    long first = turn == 0 ? column.low(word) : ~column.high(word);
    if (isFull() && first > values[count - 1]) {
      return false;
    }
    long last = turn == 0 ? column.high(word) : ~column.low(word);
    return last >= afterValue;
  }

  /** A record that fits, with its value in the order. */
  void offer(int ordinal, long value) {
    long turned = value ^ turn;
    if (isFull() && turned > values[count - 1]) {
      return;
    }
    long label = labelColumn.get(ordinal) ^ turn;
    if (isBehindCursor(turned, label) && (!isFull() || isBefore(turned, label, count - 1))) {
      insert(ordinal, turned, label);
    }
  }

  private boolean isBehindCursor(long value, long label) {
    return value > afterValue || (value == afterValue && label > afterLabel);
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

  /** Whether there are as many as the page has, and one more. */
  boolean isFull() {
    return count == capacity;
  }

  /** The ordinals of the page, in its order. */
  int[] page() {
    return Arrays.copyOf(ordinals, isFull() ? capacity - 1 : count);
  }
}

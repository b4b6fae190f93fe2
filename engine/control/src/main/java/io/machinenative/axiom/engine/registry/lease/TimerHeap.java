package io.machinenative.axiom.engine.registry.lease;

import java.util.Arrays;

/**
 * Small numbers in the order of times: the next one is found at once, one is added, moved or taken
 * out in O(log n). A heap with four children a node, in arrays: twenty bytes a number. For one
 * thread.
 *
 * <p>Times are compared by subtraction, as they may overflow; equal ones come in the order of
 * numbers.
 */
final class TimerHeap {
  private static final int CHILDREN_SHIFT = 2;
  private static final int OUT = -1;

  private int[] heap = new int[16];
  private long[] times = new long[16];
  private int[] places = new int[0];
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  /** The number that comes next. */
  int first() {
    return heap[0];
  }

  /** When it comes. */
  long firstTimeNs() {
    return times[0];
  }

  /** Adds a number that is not in. */
  void add(int number, long timeNs) {
    if (number >= places.length) {
      int before = places.length;
      places = Arrays.copyOf(places, Math.max(16, number + (number >> 1) + 1));
      Arrays.fill(places, before, places.length, OUT);
    }
    if (count == heap.length) {
      heap = Arrays.copyOf(heap, count + (count >> 1));
      times = Arrays.copyOf(times, heap.length);
    }
    up(count++, number, timeNs);
  }

  /** Takes a number out; nothing happens when it is not in. */
  void remove(int number) {
    if (number >= places.length || places[number] == OUT) {
      return;
    }
    int at = places[number];
    places[number] = OUT;
    count--;
    if (at < count) {
      int moved = heap[count];
      long timeNs = times[count];
      if (at > 0 && isBefore(moved, timeNs, parent(at))) {
        up(at, moved, timeNs);
      } else {
        down(at, moved, timeNs);
      }
    }
  }

  private static int parent(int at) {
    return (at - 1) >> CHILDREN_SHIFT;
  }

  private void up(int start, int number, long timeNs) {
    int at = start;
    while (at > 0 && isBefore(number, timeNs, parent(at))) {
      set(at, heap[parent(at)], times[parent(at)]);
      at = parent(at);
    }
    set(at, number, timeNs);
  }

  private void down(int start, int number, long timeNs) {
    int at = start;
    while (true) {
      int from = (at << CHILDREN_SHIFT) + 1;
      if (from >= count) {
        break;
      }
      int least = from;
      for (int child = from + 1; child < Math.min(count, from + 4); child++) {
        least = isBefore(heap[child], times[child], least) ? child : least;
      }
      if (!isBefore(heap[least], times[least], number, timeNs)) {
        break;
      }
      set(at, heap[least], times[least]);
      at = least;
    }
    set(at, number, timeNs);
  }

  private boolean isBefore(int number, long timeNs, int at) {
    return isBefore(number, timeNs, heap[at], times[at]);
  }

  private static boolean isBefore(int left, long leftNs, int right, long rightNs) {
    long difference = leftNs - rightNs;
    return difference < 0 || (difference == 0 && left < right);
  }

  private void set(int at, int number, long timeNs) {
    heap[at] = number;
    times[at] = timeNs;
    places[number] = at;
  }
}

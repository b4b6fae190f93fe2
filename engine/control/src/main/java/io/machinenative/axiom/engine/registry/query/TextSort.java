package io.machinenative.axiom.engine.registry.query;

import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * Sorts numbers by their texts, eight bytes at a time: quicksort in three parts by one chunk, then
 * the equal ones by the next (Bentley and Sedgewick, Fast algorithms for sorting and searching
 * strings, 1997; the chunks kept beside the numbers as in Ng and Kakehi, Cache efficient radix sort
 * for string sorting, 2007). No two texts are equal. For one thread, which may be helped by
 * another.
 */
final class TextSort {
  private static final int FEW = 16;
  private static final int WORTH_A_THREAD = 50_000;

  private final Source source;
  private final int[] numbers;
  private final long[] chunks;

  /** Knows the texts. Read by two threads at once. */
  interface Source {
    /** The chunk of that depth, ordered as a number without a sign; zero behind the end. */
    long chunk(int number, int depth);

    /** Of the whole texts. */
    int compare(int left, int right);
  }

  private TextSort(Source source, int[] numbers) {
    this.source = source;
    this.numbers = numbers;
    chunks = new long[numbers.length];
  }

  /**
   * Sorts.
   *
   * @param threads makes the one that helps; empty: nobody does
   */
  static void sort(int[] numbers, Source source, Optional<ThreadFactory> threads) {
    TextSort sort = new TextSort(source, numbers);
    if (numbers.length > 0) {
      sort.fill(0, numbers.length, 0);
      sort.inHalves(threads);
    }
  }

  /**
   * The texts begin alike for long: goes on until a chunk tells them apart, then in two threads.
   */
  private void inHalves(Optional<ThreadFactory> threads) {
    if (threads.isEmpty() || numbers.length < WORTH_A_THREAD) {
      sort(0, numbers.length, 0);
      return;
    }
    int depth = 0;
    while (isOneValue(numbers.length)) {
      depth++;
      fill(0, numbers.length, depth);
    }
    long pivot = pivot(0, numbers.length);
    int low = partition(0, numbers.length, pivot);
    int middle = firstOtherThan(pivot, low);
    int common = depth;
    boolean firstIsLarger = middle > numbers.length - middle;
    Beside other =
        Beside.start(
            threads.get(),
            () -> {
              if (firstIsLarger) {
                sort(middle, numbers.length, common);
              } else {
                sort(0, low, common);
              }
            });
    if (firstIsLarger) {
      sort(0, low, common);
    } else {
      sort(middle, numbers.length, common);
    }
    deeper(low, middle, common);
    other.await();
  }

  private boolean isOneValue(int end) {
    for (int i = 1; i < end; i++) {
      if (chunks[i] != chunks[0]) {
        return false;
      }
    }
    return true;
  }

  private void fill(int from, int to, int depth) {
    for (int i = from; i < to; i++) {
      chunks[i] = source.chunk(numbers[i], depth) ^ Long.MIN_VALUE;
    }
  }

  private void sort(int start, int end, int depth) {
    int from = start;
    int to = end;
    while (to - from > FEW) {
      long pivot = pivot(from, to);
      int low = partition(from, to, pivot);
      int high = firstOtherThan(pivot, low, to);
      deeper(low, high, depth);
      // The smaller part first, so that few wait.
      if (low - from < to - high) {
        sort(from, low, depth);
        from = high;
      } else {
        sort(high, to, depth);
        to = low;
      }
    }
    insert(from, to);
  }

  private void deeper(int from, int to, int depth) {
    if (to - from > FEW) {
      fill(from, to, depth + 1);
      sort(from, to, depth + 1);
    } else {
      insertWhole(from, to);
    }
  }

  private long pivot(int from, int to) {
    long a = chunks[from];
    long b = chunks[(from + to) >>> 1];
    long c = chunks[to - 1];
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  /**
   * Puts lower chunks first, equal ones behind them, then higher ones (Dijkstra's flag).
   *
   * @return where the equal ones begin
   */
  private int partition(int from, int to, long pivot) {
    int low = from;
    int at = from;
    int high = to;
    while (at < high) {
      long chunk = chunks[at];
      if (chunk < pivot) {
        swap(low++, at++);
      } else if (chunk > pivot) {
        swap(at, --high);
      } else {
        at++;
      }
    }
    return low;
  }

  private int firstOtherThan(long pivot, int from) {
    return firstOtherThan(pivot, from, numbers.length);
  }

  private int firstOtherThan(long pivot, int from, int to) {
    int at = from;
    while (at < to && chunks[at] == pivot) {
      at++;
    }
    return at;
  }

  private void swap(int left, int right) {
    int number = numbers[left];
    numbers[left] = numbers[right];
    numbers[right] = number;
    long chunk = chunks[left];
    chunks[left] = chunks[right];
    chunks[right] = chunk;
  }

  /** By the chunk at hand, and where it is equal by the whole texts. */
  private void insert(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int number = numbers[i];
      long chunk = chunks[i];
      int at = i;
      while (at > from
          && (chunk < chunks[at - 1]
              || (chunk == chunks[at - 1] && source.compare(number, numbers[at - 1]) < 0))) {
        numbers[at] = numbers[at - 1];
        chunks[at] = chunks[at - 1];
        at--;
      }
      numbers[at] = number;
      chunks[at] = chunk;
    }
  }

  private void insertWhole(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int number = numbers[i];
      int at = i;
      while (at > from && source.compare(number, numbers[at - 1]) < 0) {
        numbers[at] = numbers[at - 1];
        at--;
      }
      numbers[at] = number;
    }
  }
}

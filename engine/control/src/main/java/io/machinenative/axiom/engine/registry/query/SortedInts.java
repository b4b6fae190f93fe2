package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.image.ImageReader;
import io.machinenative.axiom.engine.registry.image.ImageWriter;
import java.io.IOException;
import java.util.Arrays;

/**
 * Numbers in an order that somebody else knows, in blocks of at most {@value #BLOCK}: about six
 * bytes a number. A place is found by two binary searches, and to add or remove a number moves at
 * most a block. For one thread.
 *
 * <pre>
 *  blocks  [ 7 3 9 . ] [ 1 8 . . ] [ 4 2 6 5 ]
 *  position = block &lt;&lt; 32 | index; valid until the next change
 * </pre>
 */
final class SortedInts {
  /** In front of the first, or behind the last. */
  static final long NOWHERE = -1;

  private static final int BLOCK = 512;
  private static final int LOADED = 384;
  private static final int SMALL = 64;

  private int[][] blocks = new int[4][];
  private int[] counts = new int[4];
  private int blockCount;
  private int size;

  /** A place in the order. */
  @FunctionalInterface
  interface Place {
    /** Below zero when it is in front of a number, above when it is behind. */
    int compareTo(int number);
  }

  /** Takes numbers that are in order, in place of all. */
  void load(int[] sorted, int length) {
    blockCount = (length + LOADED - 1) / LOADED;
    blocks = new int[Math.max(4, blockCount)][];
    counts = new int[blocks.length];
    for (int i = 0; i < blockCount; i++) {
      int from = i * LOADED;
      counts[i] = Math.min(LOADED, length - from);
      blocks[i] = new int[BLOCK];
      System.arraycopy(sorted, from, blocks[i], 0, counts[i]);
    }
    size = length;
  }

  int size() {
    return size;
  }

  int get(long position) {
    return blocks[(int) (position >> 32)][(int) position];
  }

  long next(long position) {
    int block = (int) (position >> 32);
    int index = (int) position + 1;
    if (index < counts[block]) {
      return position + 1;
    }
    return block + 1 < blockCount ? (block + 1L) << 32 : NOWHERE;
  }

  long previous(long position) {
    int block = (int) (position >> 32);
    if ((int) position > 0) {
      return position - 1;
    }
    return block > 0 ? (block - 1L) << 32 | counts[block - 1] - 1 : NOWHERE;
  }

  long first() {
    return size == 0 ? NOWHERE : 0;
  }

  private long last() {
    return size == 0 ? NOWHERE : (blockCount - 1L) << 32 | counts[blockCount - 1] - 1;
  }

  /** The first position at or behind a place; {@link #NOWHERE} when there is none. */
  long ceiling(Place place) {
    return search(place, 0);
  }

  /** The last position at or in front of a place; {@link #NOWHERE} when there is none. */
  long floor(Place place) {
    long above = search(place, -1);
    return above == NOWHERE ? last() : previous(above);
  }

  /** The last position in front of a place. */
  long lower(Place place) {
    long from = search(place, 0);
    return from == NOWHERE ? last() : previous(from);
  }

  /** The first position to which the place compares at most so. */
  private long search(Place place, int most) {
    int low = 0;
    int high = blockCount;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Integer.signum(place.compareTo(blocks[middle][counts[middle] - 1])) <= most) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    if (low == blockCount) {
      return NOWHERE;
    }
    int[] block = blocks[low];
    int from = 0;
    int to = counts[low] - 1;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (Integer.signum(place.compareTo(block[middle])) <= most) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return (long) low << 32 | from;
  }

  /** How many there are between two positions, both included. */
  int countBetween(long from, long to) {
    int count = (int) to - (int) from + 1;
    for (int block = (int) (from >> 32); block < (int) (to >> 32); block++) {
      count += counts[block];
    }
    return count;
  }

  /** The numbers from a position on. */
  int[] copy(long from, int count) {
    int[] copy = new int[count];
    int block = (int) (from >> 32);
    int index = (int) from;
    for (int at = 0; at < count; block++) {
      int some = Math.min(count - at, counts[block] - index);
      System.arraycopy(blocks[block], index, copy, at, some);
      at += some;
      index = 0;
    }
    return copy;
  }

  /** Adds a number at its place. */
  void add(int number, Place place) {
    long position = search(place, 0);
    if (blockCount == 0) {
      insertBlock(0, new int[BLOCK], 0);
    }
    int block = position == NOWHERE ? blockCount - 1 : (int) (position >> 32);
    int index = position == NOWHERE ? counts[block] : (int) position;
    if (counts[block] == BLOCK) {
      // What is added at the end, in order, leaves full blocks.
      int kept = position == NOWHERE ? BLOCK : BLOCK / 2;
      split(block, kept);
      if (index > kept || position == NOWHERE) {
        block++;
        index -= kept;
      }
    }
    int[] into = blocks[block];
    System.arraycopy(into, index, into, index + 1, counts[block] - index);
    into[index] = number;
    counts[block]++;
    size++;
  }

  private void split(int block, int kept) {
    int[] behind = new int[BLOCK];
    System.arraycopy(blocks[block], kept, behind, 0, BLOCK - kept);
    counts[block] = kept;
    insertBlock(block + 1, behind, BLOCK - kept);
  }

  private void insertBlock(int at, int[] block, int count) {
    if (blockCount == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * blockCount);
      counts = Arrays.copyOf(counts, 2 * blockCount);
    }
    System.arraycopy(blocks, at, blocks, at + 1, blockCount - at);
    System.arraycopy(counts, at, counts, at + 1, blockCount - at);
    blocks[at] = block;
    counts[at] = count;
    blockCount++;
  }

  /** Removes the number that is at a place. */
  void remove(int number, Place place) {
    long position = search(place, 0);
    assert position != NOWHERE && get(position) == number : "expected " + number + " at its place";
    int block = (int) (position >> 32);
    int index = (int) position;
    counts[block]--;
    size--;
    System.arraycopy(blocks[block], index + 1, blocks[block], index, counts[block] - index);
    if (counts[block] == 0) {
      removeBlock(block);
    } else if (block + 1 < blockCount && counts[block] + counts[block + 1] <= SMALL) {
      System.arraycopy(blocks[block + 1], 0, blocks[block], counts[block], counts[block + 1]);
      counts[block] += counts[block + 1];
      removeBlock(block + 1);
    }
  }

  private void removeBlock(int at) {
    blockCount--;
    System.arraycopy(blocks, at + 1, blocks, at, blockCount - at);
    System.arraycopy(counts, at + 1, counts, at, blockCount - at);
    blocks[blockCount] = null;
  }

  void write(ImageWriter image) throws IOException {
    image.number(size);
    for (int i = 0; i < blockCount; i++) {
      image.ints(blocks[i], counts[i]);
    }
  }

  /** In place of what is here. */
  void read(ImageReader image) throws IOException {
    int count = image.number();
    load(image.ints(count, count), count);
  }
}

package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.image.ImageReader;
import io.machinenative.axiom.engine.registry.image.ImageWriter;
import java.io.IOException;
import java.util.Arrays;

/**
 * The ordinals of the records that have one value: sorted in an array while they are few, a bit
 * each when they are many. For one thread.
 *
 * <p>Bits are chosen when they take less memory than the array would, and given up at a quarter of
 * that, so that no record makes it go back and forth.
 */
final class Posting {
  private static final int MIN_DENSE_COUNT = 1024;
  private static final int ORDINALS_PER_WORD = Long.SIZE;
  private static final int WORD_SHIFT = 6;

  private int[] ordinals = new int[2];
  private long[] bits;
  private int count;

  /** Of one record. */
  static Posting of(int ordinal) {
    Posting posting = new Posting();
    posting.add(ordinal);
    return posting;
  }

  int count() {
    return count;
  }

  boolean isDense() {
    return bits != null;
  }

  /** While it is not dense: {@link #count} ordinals, ascending. Borrowed until the next change. */
  int[] ordinals() {
    return ordinals;
  }

  /** While it is dense. Borrowed until the next change. */
  long[] bits() {
    return bits;
  }

  boolean contains(int ordinal) {
    if (bits == null) {
      return Arrays.binarySearch(ordinals, 0, count, ordinal) >= 0;
    }
    int word = ordinal >> WORD_SHIFT;
    return word < bits.length && (bits[word] & 1L << ordinal) != 0;
  }

  void add(int ordinal) {
    if (bits != null) {
      addBit(ordinal);
    } else {
      addOrdinal(ordinal);
      int words = (ordinals[count - 1] >> WORD_SHIFT) + 1;
      if (count >= MIN_DENSE_COUNT && count > 2 * words) {
        becomeDense(words);
      }
    }
  }

  private void addBit(int ordinal) {
    int word = ordinal >> WORD_SHIFT;
    if (word >= bits.length) {
      bits = Arrays.copyOf(bits, Math.max(word + 1, bits.length + (bits.length >> 1)));
    }
    long bit = 1L << ordinal;
    count += (bits[word] & bit) == 0 ? 1 : 0;
    bits[word] |= bit;
  }

  private void addOrdinal(int ordinal) {
    int at = count;
    if (count > 0 && ordinals[count - 1] >= ordinal) {
      at = Arrays.binarySearch(ordinals, 0, count, ordinal);
      if (at >= 0) {
        return;
      }
      at = -at - 1;
    }
    if (count == ordinals.length) {
      ordinals = Arrays.copyOf(ordinals, count + (count >> 1) + 1);
    }
    System.arraycopy(ordinals, at, ordinals, at + 1, count - at);
    ordinals[at] = ordinal;
    count++;
  }

  void remove(int ordinal) {
    if (bits != null) {
      int word = ordinal >> WORD_SHIFT;
      long bit = 1L << ordinal;
      if (word < bits.length && (bits[word] & bit) != 0) {
        bits[word] &= ~bit;
        count--;
      }
      if (count < MIN_DENSE_COUNT / 4 || count < bits.length / 2) {
        becomeSparse();
      }
    } else {
      int at = Arrays.binarySearch(ordinals, 0, count, ordinal);
      if (at >= 0) {
        count--;
        System.arraycopy(ordinals, at + 1, ordinals, at, count - at);
      }
    }
  }

  private void becomeDense(int words) {
    bits = new long[words];
    for (int i = 0; i < count; i++) {
      bits[ordinals[i] >> WORD_SHIFT] |= 1L << ordinals[i];
    }
    ordinals = new int[0];
  }

  private void becomeSparse() {
    ordinals = new int[Math.max(2, count)];
    int at = 0;
    for (int word = 0; word < bits.length; word++) {
      for (long left = bits[word]; left != 0; left &= left - 1) {
        ordinals[at++] = (word << WORD_SHIFT) + Long.numberOfTrailingZeros(left);
      }
    }
    bits = null;
  }

  /** Clears the bits that are not in here; this one is dense. */
  void intersect(long[] target, int words) {
    int own = Math.min(words, bits.length);
    for (int i = 0; i < own; i++) {
      target[i] &= bits[i];
    }
    if (own < words) {
      Arrays.fill(target, own, words, 0);
    }
  }

  /** Sets the bits that are in here; the target is long enough. */
  void unite(long[] target) {
    if (bits == null) {
      for (int i = 0; i < count; i++) {
        target[ordinals[i] >> WORD_SHIFT] |= 1L << ordinals[i];
      }
    } else {
      int own = Math.min(target.length, bits.length);
      for (int i = 0; i < own; i++) {
        target[i] |= bits[i];
      }
    }
  }

  /** How many words hold so many ordinals. */
  static int words(int ordinals) {
    return (ordinals + ORDINALS_PER_WORD - 1) / ORDINALS_PER_WORD;
  }

  void write(ImageWriter image) throws IOException {
    image.number(count);
    image.number(bits == null ? 0 : bits.length);
    if (bits == null) {
      image.ints(ordinals, count);
    } else {
      image.longs(bits, bits.length);
    }
  }

  /** In place of what is here. */
  void read(ImageReader image) throws IOException {
    count = image.number();
    int words = image.number();
    bits = words == 0 ? null : image.longs(words, words);
    ordinals = words == 0 ? image.ints(count, Math.max(2, count)) : new int[0];
  }
}

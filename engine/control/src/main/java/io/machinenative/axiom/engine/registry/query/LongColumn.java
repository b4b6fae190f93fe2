package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.image.ImageReader;
import io.machinenative.axiom.engine.registry.image.ImageWriter;
import java.io.IOException;
import java.util.Arrays;

/**
 * A number for each ordinal; and for each word of 64 ordinals the lowest and the highest of them,
 * so that a word that cannot matter is passed over with one comparison. For one thread.
 *
 * <p>The bounds of a word may be wider than its numbers: they are made tight when they are next
 * asked for after one of them was replaced. Ordinals that are not in use count.
 */
final class LongColumn {
  private static final int WORD_SHIFT = 6;

  private long[] values;
  private long[] lows;
  private long[] highs;
  private boolean[] wide;

  /**
   * @param ordinals a multiple of 64
   */
  LongColumn(int ordinals) {
    values = new long[ordinals];
    lows = new long[ordinals >> WORD_SHIFT];
    highs = new long[ordinals >> WORD_SHIFT];
    wide = new boolean[ordinals >> WORD_SHIFT];
  }

  /**
   * @param ordinals a multiple of 64, more than before
   */
  void grow(int ordinals) {
    values = Arrays.copyOf(values, ordinals);
    lows = Arrays.copyOf(lows, ordinals >> WORD_SHIFT);
    highs = Arrays.copyOf(highs, ordinals >> WORD_SHIFT);
    wide = Arrays.copyOf(wide, ordinals >> WORD_SHIFT);
  }

  long get(int ordinal) {
    return values[ordinal];
  }

  void set(int ordinal, long value) {
    int word = ordinal >> WORD_SHIFT;
    long before = values[ordinal];
    values[ordinal] = value;
    wide[word] |= before == lows[word] || before == highs[word];
    lows[word] = Math.min(lows[word], value);
    highs[word] = Math.max(highs[word], value);
  }

  /** No number of the word is below. */
  long low(int word) {
    tighten(word);
    return lows[word];
  }

  /** No number of the word is above. */
  long high(int word) {
    tighten(word);
    return highs[word];
  }

  private void tighten(int word) {
    if (wide[word]) {
      int start = word << WORD_SHIFT;
      long low = values[start];
      long high = low;
      for (int i = start + 1; i < start + Long.SIZE; i++) {
        low = Math.min(low, values[i]);
        high = Math.max(high, values[i]);
      }
      lows[word] = low;
      highs[word] = high;
      wide[word] = false;
    }
  }

  /** Clears the bits of a word whose numbers are outside a range. */
  long within(int word, long bits, long lowest, long highest) {
    if (low(word) >= lowest && high(word) <= highest) {
      return bits;
    }
    if (high(word) < lowest || low(word) > highest) {
      return 0;
    }
    long inside = bits;
    for (long left = bits; left != 0; left &= left - 1) {
      long value = values[(word << WORD_SHIFT) + Long.numberOfTrailingZeros(left)];
      if (value < lowest || value > highest) {
        inside &= ~Long.lowestOneBit(left);
      }
    }
    return inside;
  }

  /** The first numbers; the bounds are made anew. */
  void write(ImageWriter image, int count) throws IOException {
    image.longs(values, count);
  }

  void read(ImageReader image, int count, int ordinals) throws IOException {
    values = image.longs(count, ordinals);
    lows = new long[ordinals >> WORD_SHIFT];
    highs = new long[ordinals >> WORD_SHIFT];
    wide = new boolean[ordinals >> WORD_SHIFT];
    Arrays.fill(wide, true);
  }
}

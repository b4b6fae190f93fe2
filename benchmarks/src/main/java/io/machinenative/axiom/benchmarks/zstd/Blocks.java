package io.machinenative.axiom.benchmarks.zstd;

import java.util.Arrays;
import java.util.Random;

/**
 * What every subject gets: the same blocks.
 *
 * @param plain in order
 * @param maxBytes of the longest
 * @param level to compress at
 * @param dictionary for all of them; empty for none
 */
public record Blocks(byte[][] plain, int maxBytes, int level, byte[] dictionary) {
  private static final int MAX_TOTAL_BYTES = 12 << 20;
  private static final int MAX_COUNT = 2048;
  private static final int MESSAGES = 512;
  private static final long SEED = 71;

  /** A sample, cut. Blocks are taken evenly from all of it. */
  public static Blocks of(Sample sample, int blockBytes, int level) {
    byte[] all = sample.load(MAX_TOTAL_BYTES);
    int there = all.length / blockBytes;
    int count = Math.min(there, MAX_COUNT);
    byte[][] plain = new byte[count][];
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * there / count) * blockBytes;
      plain[i] = Arrays.copyOfRange(all, from, from + blockBytes);
    }
    return new Blocks(plain, blockBytes, level, new byte[0]);
  }

  /** JSON messages of about 1 KiB, with a dictionary or without. */
  public static Blocks ofMessages(int level, byte[] dictionary) {
    Random random = new Random(SEED);
    byte[][] plain = new byte[MESSAGES][];
    int longest = 0;
    for (int i = 0; i < MESSAGES; i++) {
      plain[i] = Sample.message(random);
      longest = Math.max(longest, plain[i].length);
    }
    return new Blocks(plain, longest, level, dictionary);
  }

  /** A dictionary for such messages, trained on others. */
  public static byte[] trainDictionary() {
    return ZstdDictionaries.train();
  }

  public boolean hasDictionary() {
    return dictionary.length > 0;
  }

  long totalBytes() {
    long bytes = 0;
    for (byte[] block : plain) {
      bytes += block.length;
    }
    return bytes;
  }

  /** How many there are. */
  public int count() {
    return plain.length;
  }
}

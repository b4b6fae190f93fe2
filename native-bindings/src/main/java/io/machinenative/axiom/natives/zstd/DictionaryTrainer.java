package io.machinenative.axiom.natives.zstd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Makes a dictionary from samples of the messages that it is for: some hundred at least, together
 * about a hundred times as long as the dictionary.
 *
 * <p>Owned by one thread; holds a copy of all samples off-heap until closed. For preparation, not
 * for a hot path: training takes seconds for some ten megabytes.
 */
public final class DictionaryTrainer implements AutoCloseable {
  /** What {@code zstd --train} makes when not told: 110 KiB. */
  public static final int DEFAULT_BYTES = 112_640;

  /** Less than this holds no entropy tables ({@code ZDICT_DICTSIZE_MIN}). */
  public static final int MIN_BYTES = 256;

  private static final int FIRST_CAPACITY_BYTES = 1 << 20;

  private Arena arena = Arena.ofShared();
  private MemorySegment samples = arena.allocate(FIRST_CAPACITY_BYTES);
  private long usedBytes;
  private long[] sampleBytes = new long[1024];
  private int sampleCount;

  DictionaryTrainer() {}

  /** Copies a sample, off-heap or not; shorter than 8 bytes it teaches nothing. */
  public void add(MemorySegment sample) {
    makeRoom(sample.byteSize());
    MemorySegment.copy(sample, 0, samples, usedBytes, sample.byteSize());
    usedBytes += sample.byteSize();
    if (sampleCount == sampleBytes.length) {
      sampleBytes = Arrays.copyOf(sampleBytes, 2 * sampleCount);
    }
    sampleBytes[sampleCount++] = sample.byteSize();
  }

  public int sampleCount() {
    return sampleCount;
  }

  private void makeRoom(long moreBytes) {
    if (usedBytes + moreBytes <= samples.byteSize()) {
      return;
    }
    Arena larger = Arena.ofShared();
    MemorySegment moved = larger.allocate(Math.max(2 * samples.byteSize(), usedBytes + moreBytes));
    MemorySegment.copy(samples, 0, moved, 0, usedBytes);
    arena.close();
    arena = larger;
    samples = moved;
  }

  /**
   * Makes the dictionary; more samples may follow, and another one.
   *
   * @param maxBytes at least {@value #MIN_BYTES}; {@value #DEFAULT_BYTES} when in doubt, 16 KiB for
   *     messages of 1 KiB
   * @return its bytes, for {@link Zstd#dictionary}
   * @throws ZstdException when the samples are too few, too short or too much alike
   */
  public byte[] train(int maxBytes) {
    if (maxBytes < MIN_BYTES) {
      throw new IllegalArgumentException(
          "maxBytes: expected at least " + MIN_BYTES + ", actual " + maxBytes);
    }
    try (Arena call = Arena.ofConfined()) {
      MemorySegment dictionary = call.allocate(maxBytes);
      MemorySegment sizes = call.allocate(JAVA_LONG, Math.max(1, sampleCount));
      MemorySegment.copy(sampleBytes, 0, sizes, JAVA_LONG, 0, sampleCount);
      long bytes = ZstdNative.trainDictionary(dictionary, maxBytes, samples, sizes, sampleCount);
      if (bytes < 0) {
        throw new ZstdException(
            ZstdException.Kind.DICTIONARY,
            String.format(
                "expected enough different samples for a dictionary of %d bytes, actual %d with"
                    + " %d bytes: %s",
                maxBytes, sampleCount, usedBytes, ZstdNative.errorName(bytes)));
      }
      return dictionary.asSlice(0, bytes).toArray(JAVA_BYTE);
    }
  }

  /** Gives the samples back. A second call does nothing. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}

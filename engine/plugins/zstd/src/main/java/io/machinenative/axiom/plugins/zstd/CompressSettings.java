package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.natives.zstd.ZstdSearch;
import io.machinenative.axiom.natives.zstd.ZstdSettings;

/**
 * How to compress. Immutable.
 *
 * @param level 1 to 22: more is smaller and slower; {@link #BY_TYPE} chooses by what a file is
 * @param checksum whether each frame ends with a checksum of its content: 4 bytes
 * @param windowLog how far back to look, as a power of two, 10 to 27; 0 lets the level decide
 * @param longDistance whether to look for repetitions far apart: one frame and one thread, for
 *     files of many megabytes
 * @param chunkBytes bytes of a frame, 64 KiB to 64 MiB: larger ones are smaller in sum, and take
 *     more memory
 * @param threads that compress at once, 1 to 64
 * @param search how repetitions are looked for
 */
public record CompressSettings(
    int level,
    boolean checksum,
    int windowLog,
    boolean longDistance,
    int chunkBytes,
    int threads,
    ZstdSearch search) {
  /** A level that is none: {@link LevelRules} choose. */
  public static final int BY_TYPE = 0;

  /** 4 MiB. */
  public static final int DEFAULT_CHUNK_BYTES = 4 << 20;

  public static final int MIN_CHUNK_BYTES = 64 << 10;
  public static final int MAX_CHUNK_BYTES = 64 << 20;
  public static final int MAX_THREADS = 64;

  /** What {@code zstd -d} opens without being told to: 128 MiB. */
  public static final int MAX_WINDOW_LOG = 27;

  /** The window of long distances, when none is named. */
  private static final int LONG_WINDOW_LOG = 27;

  public CompressSettings {
    requireWithin("level", BY_TYPE, ZstdSettings.MAX_LEVEL, level);
    if (windowLog != 0) {
      requireWithin("windowLog", ZstdSettings.MIN_WINDOW_LOG, MAX_WINDOW_LOG, windowLog);
    }
    requireWithin("chunkBytes", MIN_CHUNK_BYTES, MAX_CHUNK_BYTES, chunkBytes);
    requireWithin("threads", 1, MAX_THREADS, threads);
  }

  /** Looks for repetitions as the level has it. */
  public CompressSettings(
      int level,
      boolean checksum,
      int windowLog,
      boolean longDistance,
      int chunkBytes,
      int threads) {
    this(level, checksum, windowLog, longDistance, chunkBytes, threads, ZstdSearch.BY_LEVEL);
  }

  private static void requireWithin(String name, int least, int most, int actual) {
    if (actual < least || actual > most) {
      throw new IllegalArgumentException(
          String.format("%s: expected %d to %d, actual %d", name, least, most, actual));
    }
  }

  /** The defaults: by type, with checksums, frames of 4 MiB. */
  public static CompressSettings defaults(int threads) {
    return new CompressSettings(BY_TYPE, true, 0, false, DEFAULT_CHUNK_BYTES, threads);
  }

  /** Whether repetitions may be farther apart than a chunk is long: all is one frame then. */
  boolean isOneFrame() {
    return longDistance || windowLog > Integer.SIZE - 1 - Integer.numberOfLeadingZeros(chunkBytes);
  }

  /** For the bindings, at a level. */
  ZstdSettings at(int atLevel) {
    int log = longDistance && windowLog == 0 ? LONG_WINDOW_LOG : windowLog;
    return new ZstdSettings(atLevel, checksum, longDistance, log, search);
  }
}

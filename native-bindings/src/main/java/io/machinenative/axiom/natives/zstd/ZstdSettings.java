package io.machinenative.axiom.natives.zstd;

/**
 * How to compress. The pure Java codec has its own answer to each of these: level 3, always a
 * checksum, no long distances.
 *
 * @param level {@value #MIN_LEVEL} to {@value #MAX_LEVEL}: more is smaller and slower; below zero
 *     is faster than level 1; 0 means 3
 * @param checksum whether a frame ends with 32 bits of the XXH64 of its content: 4 bytes and one
 *     more pass over it, for payloads that are not checked elsewhere
 * @param longDistance whether to look for repetitions far apart, for payloads of many megabytes
 * @param windowLog how far back to look, as a power of two: {@value #MIN_WINDOW_LOG} to {@value
 *     #MAX_WINDOW_LOG}; 0 lets the level decide. A decoder needs that much memory, and refuses more
 *     than 27 (128 MiB) unless told
 * @param search how repetitions are looked for
 */
public record ZstdSettings(
    int level, boolean checksum, boolean longDistance, int windowLog, ZstdSearch search) {
  /** {@code ZSTD_minCLevel()}: minus {@code ZSTD_TARGETLENGTH_MAX}, which is 128 KiB. */
  public static final int MIN_LEVEL = -(128 << 10);

  /** {@code ZSTD_maxCLevel()}. */
  public static final int MAX_LEVEL = 22;

  /** {@code ZSTD_CLEVEL_DEFAULT}. */
  public static final int DEFAULT_LEVEL = 3;

  /** {@code ZSTD_WINDOWLOG_MIN}. */
  public static final int MIN_WINDOW_LOG = 10;

  /** {@code ZSTD_WINDOWLOG_MAX_64}. */
  public static final int MAX_WINDOW_LOG = 31;

  /** Level 3, no checksum. */
  public static final ZstdSettings DEFAULT = ofLevel(DEFAULT_LEVEL);

  public ZstdSettings {
    if (level < MIN_LEVEL || level > MAX_LEVEL) {
      throw new IllegalArgumentException(
          "level: expected " + MIN_LEVEL + " to " + MAX_LEVEL + ", actual " + level);
    }
    if (windowLog != 0 && (windowLog < MIN_WINDOW_LOG || windowLog > MAX_WINDOW_LOG)) {
      throw new IllegalArgumentException(
          String.format(
              "windowLog: expected 0 or %d to %d, actual %d",
              MIN_WINDOW_LOG, MAX_WINDOW_LOG, windowLog));
    }
    level = level == 0 ? DEFAULT_LEVEL : level;
  }

  /** Looks for repetitions as the level has it. */
  public ZstdSettings(int level, boolean checksum, boolean longDistance, int windowLog) {
    this(level, checksum, longDistance, windowLog, ZstdSearch.BY_LEVEL);
  }

  public static ZstdSettings ofLevel(int level) {
    return new ZstdSettings(level, false, false, 0);
  }

  public ZstdSettings withChecksum() {
    return new ZstdSettings(level, true, longDistance, windowLog, search);
  }

  /** With repetitions up to 2^{@code windowLog} bytes apart. */
  public ZstdSettings withLongDistance(int windowLog) {
    return new ZstdSettings(level, checksum, true, windowLog, search);
  }

  /** Whether the level says it all. */
  boolean isPlain() {
    return !checksum && !longDistance && windowLog == 0 && search.equals(ZstdSearch.BY_LEVEL);
  }
}

package io.machinenative.axiom.natives.zstd;

/**
 * How much a compressed payload may become. A frame of 20 bytes can stand for gigabytes, so there
 * is always a limit; what a frame declares is compared before a byte is written, and what it
 * produces never passes the limit either.
 *
 * @param maxBytes most bytes of one payload, all frames together; at least 1
 * @param maxRatio most bytes for each compressed byte; at least 1. Zeros reach about 32,000, text
 *     and JSON seldom 100
 * @param ratioFreeBytes up to so many bytes the ratio does not matter: small payloads of zeros are
 *     harmless; at least 0
 * @param maxWindowLog most memory that a stream may ask for its window, as a power of two: 10 to
 *     31. A block needs none
 */
public record ZstdLimits(long maxBytes, long maxRatio, long ratioFreeBytes, int maxWindowLog) {
  /** 256 MiB; beyond 1 MiB a ratio of 4096; windows of 128 MiB, as {@code zstd -d} has it. */
  public static final ZstdLimits DEFAULT = new ZstdLimits(256L << 20, 4096, 1 << 20, 27);

  public ZstdLimits {
    requireAtLeast("maxBytes", 1, maxBytes);
    requireAtLeast("maxRatio", 1, maxRatio);
    requireAtLeast("ratioFreeBytes", 0, ratioFreeBytes);
    if (maxWindowLog < ZstdSettings.MIN_WINDOW_LOG || maxWindowLog > ZstdSettings.MAX_WINDOW_LOG) {
      throw new IllegalArgumentException(
          String.format(
              "maxWindowLog: expected %d to %d, actual %d",
              ZstdSettings.MIN_WINDOW_LOG, ZstdSettings.MAX_WINDOW_LOG, maxWindowLog));
    }
  }

  /** The defaults with another most; any ratio. */
  public static ZstdLimits ofBytes(long maxBytes) {
    return new ZstdLimits(maxBytes, Long.MAX_VALUE, 0, DEFAULT.maxWindowLog);
  }

  /** How many bytes a payload of {@code sourceBytes} may become. */
  long allowedBytes(long sourceBytes) {
    return Math.min(maxBytes, byRatio(sourceBytes));
  }

  private long byRatio(long sourceBytes) {
    long high = Math.multiplyHigh(sourceBytes, maxRatio);
    long product = sourceBytes * maxRatio;
    return high != 0 || product < 0 ? Long.MAX_VALUE : Math.max(product, ratioFreeBytes);
  }

  /** Which of them refuses, for people. */
  String describe(long sourceBytes) {
    return maxBytes <= byRatio(sourceBytes)
        ? "limit maxBytes: expected at most " + maxBytes + " bytes"
        : String.format(
            "limit maxRatio: expected at most %d bytes (%d for each of %d compressed bytes)",
            byRatio(sourceBytes), maxRatio, sourceBytes);
  }

  private static void requireAtLeast(String name, long least, long actual) {
    if (actual < least) {
      throw new IllegalArgumentException(
          name + ": expected at least " + least + ", actual " + actual);
    }
  }
}

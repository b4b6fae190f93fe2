package io.machinenative.axiom.plugins.backup.chunk;

/**
 * How long chunks are. Smaller ones find more that is equal, and cost more of everything else.
 *
 * @param minBytes no chunk is shorter but the last of a file: 4 KiB or more
 * @param normalBytes from here on a cut comes sixteen times as often: a power of two above the
 *     least
 * @param maxBytes no chunk is longer: at least normal, up to 64 MiB
 */
public record ChunkSizes(int minBytes, int normalBytes, int maxBytes) {
  /** 512 KiB, 1 MiB, 4 MiB: 1.2 MiB on average. */
  public static final ChunkSizes DEFAULT = new ChunkSizes(512 << 10, 1 << 20, 4 << 20);

  private static final int LEAST_BYTES = 4 << 10;
  private static final int MOST_BYTES = 64 << 20;

  public ChunkSizes {
    if (minBytes < LEAST_BYTES) {
      throw new IllegalArgumentException("minBytes: expected 4096 or more, actual " + minBytes);
    }
    if (normalBytes <= minBytes || Integer.bitCount(normalBytes) != 1) {
      throw new IllegalArgumentException(
          "normalBytes: expected a power of two above " + minBytes + ", actual " + normalBytes);
    }
    if (maxBytes < normalBytes || maxBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "maxBytes: expected %d to %d, actual %d".formatted(normalBytes, MOST_BYTES, maxBytes));
    }
  }
}

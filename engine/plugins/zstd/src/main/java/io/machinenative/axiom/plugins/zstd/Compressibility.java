package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.natives.zstd.ZstdCompressor;
import java.lang.foreign.MemorySegment;

/**
 * Whether compressing is worth while, by three small samples: from the beginning, the middle and
 * the end. Stateless.
 */
final class Compressibility {
  static final int SAMPLE_BYTES = 16 << 10;
  private static final int SAMPLES = 3;

  /** Less than 2 % saved is not worth reading it back through a decoder's tables. */
  private static final double WORTH_WHILE = 0.98;

  private Compressibility() {}

  /**
   * Compresses samples of the content.
   *
   * @param scratch room for a compressed sample; its content is lost
   * @return false also for less than four samples' bytes: there is nothing to win
   */
  static boolean isIncompressible(
      ZstdCompressor sampler, MemorySegment content, MemorySegment scratch) {
    long bytes = content.byteSize();
    if (bytes < (SAMPLES + 1) * SAMPLE_BYTES) {
      return false;
    }
    long compressed = 0;
    for (int i = 0; i < SAMPLES; i++) {
      long at = (bytes - SAMPLE_BYTES) * i / (SAMPLES - 1);
      compressed += sampler.compress(content.asSlice(at, SAMPLE_BYTES), scratch);
    }
    return compressed > WORTH_WHILE * SAMPLES * SAMPLE_BYTES;
  }
}

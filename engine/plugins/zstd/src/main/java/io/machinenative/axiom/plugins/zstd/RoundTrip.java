package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdCompressor;
import io.machinenative.axiom.natives.zstd.ZstdDecompressor;
import io.machinenative.axiom.natives.zstd.ZstdLimits;
import io.machinenative.axiom.natives.zstd.ZstdSettings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Whether compressing and decompressing gives back what it was given. Stateless, any thread. */
final class RoundTrip {
  private static final int BYTES = 4096;

  private RoundTrip() {}

  /**
   * Compresses a little and back: some 20 µs, but a quarter of a second the first time.
   *
   * @throws IllegalStateException when there is no zstd, or it is wrong
   */
  static void check() {
    if (!Zstd.availability().usable()) {
      throw new IllegalStateException("there is no zstd: " + Zstd.availability().reason());
    }
    try (Arena arena = Arena.ofConfined();
        ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.DEFAULT.withChecksum());
        ZstdDecompressor decompressor = Zstd.newDecompressor(ZstdLimits.DEFAULT)) {
      MemorySegment content = arena.allocate(BYTES);
      for (int i = 0; i < BYTES; i++) {
        content.set(java.lang.foreign.ValueLayout.JAVA_BYTE, i, (byte) ((i * i) >>> 5));
      }
      MemorySegment frame = arena.allocate(Zstd.compressBound(BYTES));
      MemorySegment back = arena.allocate(BYTES);
      long bytes = compressor.compress(content, frame);
      decompressor.decompress(frame.asSlice(0, bytes), back);
      if (back.mismatch(content) >= 0) {
        throw new IllegalStateException(
            "expected zstd to give back what it compressed, actual something else at byte "
                + back.mismatch(content));
      }
    }
  }
}

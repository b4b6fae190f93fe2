package io.machinenative.axiom.natives.zstd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Opens and closes everything again and again. A context that stays behind costs 100 KB and more,
 * so the process would grow by hundreds of megabytes; arenas and dictionaries likewise.
 */
class LeakTest {
  private static final int ROUNDS = 3000;
  private static final long PAGE_BYTES = 4096;
  private static final long MOST_GROWTH_BYTES = 48 << 20;
  private static final Path STATM = Path.of("/proc/self/statm");

  private final byte[] payload = Payloads.json(new SplittableRandom(11), 20_000);

  /** What the process holds in memory. */
  private static long residentBytes() throws IOException {
    return Long.parseLong(Files.readString(STATM).split(" ")[1]) * PAGE_BYTES;
  }

  private void once(byte[] content) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocateFrom(JAVA_BYTE, payload);
      MemorySegment frame = arena.allocate(Zstd.compressBound(payload.length));
      MemorySegment back = arena.allocate(payload.length);
      try (ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.DEFAULT);
          ZstdDecompressor decompressor = Zstd.newDecompressor(ZstdLimits.DEFAULT);
          ZstdCompressStream out = Zstd.newCompressStream(ZstdSettings.DEFAULT);
          ZstdDecompressStream in = Zstd.newDecompressStream(ZstdLimits.DEFAULT)) {
        long bytes = compressor.compress(source, frame);
        decompressor.decompress(frame.asSlice(0, bytes), back);
        out.compress(source, frame, ZstdDirective.END);
        in.decompress(frame.asSlice(0, out.producedBytes()), back);
        assertEquals(-1, back.mismatch(source));
      }
      onceWithDictionary(arena.allocateFrom(JAVA_BYTE, content), source, frame);
    }
  }

  private static void onceWithDictionary(
      MemorySegment content, MemorySegment source, MemorySegment frame) {
    ZstdDictionary dictionary = Zstd.dictionary(content, 1);
    ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.DEFAULT, dictionary);
    dictionary.close();
    compressor.compress(source, frame);
    compressor.close();
    assertEquals(0, dictionary.users());
  }

  private static byte[] train() {
    SplittableRandom random = new SplittableRandom(12);
    try (DictionaryTrainer trainer = Zstd.newTrainer()) {
      for (int i = 0; i < 300; i++) {
        trainer.add(MemorySegment.ofArray(Payloads.json(random, 1000)));
      }
      return trainer.train(8000);
    }
  }

  @Test
  void nothingStaysBehind() throws IOException {
    assumeTrue(Files.isReadable(STATM), "needs /proc");
    assumeTrue(Zstd.provider() != ZstdProvider.JAVA, "the heap hides what little there is");
    byte[] content = train();
    for (int i = 0; i < ROUNDS / 10; i++) {
      once(content);
    }
    System.gc();
    long before = residentBytes();
    for (int i = 0; i < ROUNDS; i++) {
      once(content);
    }
    System.gc();
    long growth = residentBytes() - before;
    assertTrue(growth < MOST_GROWTH_BYTES, "grew by " + growth + " bytes");
  }
}

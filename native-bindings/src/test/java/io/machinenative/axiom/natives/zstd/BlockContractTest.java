package io.machinenative.axiom.natives.zstd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every provider must do; the build runs it once with each. */
class BlockContractTest {
  private static final long SEED = 20_260_101;
  private static final int[] SIZES = {0, 1, 7, 64, 255, 256, 257, 1024, 65_791, 131_073, 1 << 20};

  @Test
  void theProviderIsTheOneThatWasAskedFor() {
    String expected = System.getProperty("axiom.test.zstd.provider", "SYSTEM");
    assertEquals(expected, Zstd.provider().name(), () -> Zstd.availability().toString());
    assertTrue(Zstd.availability().usable());
  }

  @ParameterizedTest
  @ValueSource(ints = {-5, 1, 3, 9, 19})
  void whatGoesInComesOut(int level) {
    SplittableRandom random = new SplittableRandom(SEED);
    try (Arena arena = Arena.ofConfined();
        ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.ofLevel(level));
        ZstdDecompressor decompressor = Zstd.newDecompressor(ZstdLimits.DEFAULT)) {
      for (int size : SIZES) {
        String when = "seed " + SEED + ", level " + level + ", " + size + " bytes";
        byte[] payload = Payloads.any(random, size);
        Guarded source = Guarded.of(arena, payload, random.nextInt(8));
        Guarded frame = new Guarded(arena, Zstd.compressBound(size), random.nextInt(8));
        Guarded back = new Guarded(arena, size, random.nextInt(8));

        long bytes = compressor.compress(source.segment(), frame.segment());
        assertTrue(bytes > 0, when);
        MemorySegment exact = frame.segment().asSlice(0, bytes);
        assertEquals(size, decompressor.declaredBytes(exact), when);
        assertEquals(size, decompressor.decompress(exact, back.segment()), when);
        assertArrayEquals(payload, back.bytes(size), when);
        source.assertGuardsUntouched(when);
        frame.assertGuardsUntouched(when);
        back.assertGuardsUntouched(when);
      }
    }
  }

  @Test
  void aFrameThatDoesNotFitIsAnOutcome() {
    SplittableRandom random = new SplittableRandom(SEED);
    try (Arena arena = Arena.ofConfined();
        ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.DEFAULT)) {
      Guarded source = Guarded.of(arena, Payloads.noise(random, 1000), 1);
      for (int capacity : new int[] {0, 1, 5, 100, 999}) {
        Guarded frame = new Guarded(arena, capacity, 3);
        assertEquals(
            ZstdCompressor.DOES_NOT_FIT,
            compressor.compress(source.segment(), frame.segment()),
            "capacity " + capacity);
        frame.assertGuardsUntouched("capacity " + capacity);
      }
    }
  }

  @Test
  void partsOfSegmentsAreParts() {
    try (Arena arena = Arena.ofConfined();
        ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.DEFAULT);
        ZstdDecompressor decompressor = Zstd.newDecompressor(ZstdLimits.DEFAULT)) {
      byte[] payload = Payloads.text(new SplittableRandom(SEED), 5000);
      MemorySegment source = arena.allocateFrom(JAVA_BYTE, payload);
      MemorySegment frame = arena.allocate(10_000);
      MemorySegment back = arena.allocate(10_000);
      long bytes = compressor.compress(source, 100, 4000, frame, 33, 9000);
      assertEquals(4000, decompressor.decompress(frame, 33, bytes, back, 7, 4000));
      assertEquals(
          -1, MemorySegment.mismatch(source, 100, 4100, back, 7, 4007), "the part comes back");
    }
  }

  @Test
  void memoryOnTheHeapIsRefused() {
    try (Arena arena = Arena.ofConfined();
        ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.DEFAULT);
        ZstdDecompressor decompressor = Zstd.newDecompressor(ZstdLimits.DEFAULT)) {
      MemorySegment heap = MemorySegment.ofArray(new byte[100]);
      MemorySegment offHeap = arena.allocate(100);
      assertSays("source: expected off-heap", () -> compressor.compress(heap, offHeap));
      assertSays("destination: expected off-heap", () -> compressor.compress(offHeap, heap));
      assertSays("source: expected off-heap", () -> decompressor.decompress(heap, offHeap));
      assertSays("destination: expected off-heap", () -> decompressor.decompress(offHeap, heap));
      assertSays("expected writable", () -> compressor.compress(offHeap, offHeap.asReadOnly()));
    }
  }

  private static void assertSays(String part, org.junit.jupiter.api.function.Executable misuse) {
    IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, misuse);
    assertTrue(thrown.getMessage().contains(part), thrown::getMessage);
  }

  @Test
  void whatIsClosedSaysSo() {
    ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.DEFAULT);
    ZstdDecompressor decompressor = Zstd.newDecompressor(ZstdLimits.DEFAULT);
    compressor.close();
    compressor.close();
    decompressor.close();
    decompressor.close();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(100);
      assertThrows(IllegalStateException.class, () -> compressor.compress(memory, memory));
      assertThrows(IllegalStateException.class, () -> decompressor.decompress(memory, memory));
    }
  }
}

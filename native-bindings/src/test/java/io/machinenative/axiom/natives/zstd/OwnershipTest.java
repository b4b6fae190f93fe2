package io.machinenative.axiom.natives.zstd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A context belongs to one thread; another one is caught. */
class OwnershipTest {
  private static Throwable inAnotherThread(Runnable work) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread other =
        Thread.ofPlatform().uncaughtExceptionHandler((t, e) -> thrown.set(e)).start(work);
    other.join();
    return thrown.get();
  }

  private static void assertCaught(Runnable use) throws InterruptedException {
    use.run();
    Throwable caught = inAnotherThread(use);
    assertNotNull(caught, "expected the second thread to be caught");
    assertEquals(AssertionError.class, caught.getClass());
    assertTrue(caught.getMessage().contains("expected the context's owner"), caught::getMessage);
  }

  @Test
  void aSecondThreadIsCaught() throws InterruptedException {
    MemorySegment source = Arena.ofAuto().allocate(100);
    MemorySegment output = Arena.ofAuto().allocate(1000);
    MemorySegment frame = Arena.ofAuto().allocate(1000);
    try (ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.DEFAULT);
        ZstdDecompressor decompressor = Zstd.newDecompressor(ZstdLimits.DEFAULT);
        ZstdCompressStream out = Zstd.newCompressStream(ZstdSettings.DEFAULT);
        ZstdDecompressStream in = Zstd.newDecompressStream(ZstdLimits.DEFAULT)) {
      MemorySegment exact = frame.asSlice(0, compressor.compress(source, frame));
      assertCaught(() -> compressor.compress(source, output));
      assertCaught(() -> decompressor.decompress(exact, output));
      assertCaught(() -> out.compress(source, output, ZstdDirective.END));
      assertCaught(() -> in.decompress(exact, output));
    }
  }

  @Test
  void whoeverUsesItFirstOwnsIt() throws InterruptedException {
    MemorySegment source = Arena.ofAuto().allocate(100);
    MemorySegment output = Arena.ofAuto().allocate(1000);
    ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.DEFAULT);
    Throwable thrown =
        inAnotherThread(() -> {
          compressor.compress(source, output);
          compressor.close();
        });
    assertEquals(null, thrown);
  }
}

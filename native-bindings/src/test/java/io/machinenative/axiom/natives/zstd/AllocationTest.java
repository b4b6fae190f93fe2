package io.machinenative.axiom.natives.zstd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Once the JIT knows it, a call allocates nothing on the heap. */
class AllocationTest {
  private static final int BYTES = 256;
  private static final int WARM_UP = 100_000;
  private static final int CALLS = 200_000;

  /** The measurement itself, and a rare recompilation: less than a byte for each thousand calls. */
  private static final long MOST_BYTES = CALLS / 1000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final byte[] payload = Payloads.json(new SplittableRandom(7), BYTES);

  private interface Call {
    long run();
  }

  private void assertAllocatesNothing(Call call) {
    assumeTrue(Zstd.provider() != ZstdProvider.JAVA, "pure Java makes contexts for each call");
    long sum = 0;
    for (int i = 0; i < WARM_UP; i++) {
      sum += call.run();
    }
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 5 && least > MOST_BYTES; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        sum += call.run();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertTrue(sum > 0);
    assertTrue(least <= MOST_BYTES, least + " bytes in " + CALLS + " calls");
  }

  @Test
  void blocksAllocateNothing() {
    try (Arena arena = Arena.ofConfined();
        ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.ofLevel(1));
        ZstdDecompressor decompressor = Zstd.newDecompressor(ZstdLimits.DEFAULT)) {
      MemorySegment source = arena.allocateFrom(JAVA_BYTE, payload);
      MemorySegment frame = arena.allocate(1000);
      MemorySegment back = arena.allocate(1000);
      assertAllocatesNothing(() -> {
        long bytes = compressor.compress(source, 0, BYTES, frame, 1, 999);
        return decompressor.decompress(frame, 1, bytes, back, 3, 900);
      });
    }
  }

  @Test
  void agronaBuffersAllocateNothing() {
    UnsafeBuffer source = new UnsafeBuffer(ByteBuffer.allocateDirect(BYTES).put(0, payload));
    UnsafeBuffer frame = new UnsafeBuffer(ByteBuffer.allocateDirect(1000));
    UnsafeBuffer back = new UnsafeBuffer(ByteBuffer.allocateDirect(1000));
    try (ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.ofLevel(1));
        ZstdDecompressor decompressor = Zstd.newDecompressor(ZstdLimits.DEFAULT)) {
      assertAllocatesNothing(() -> {
        int bytes = ZstdBuffers.compress(compressor, source, 0, BYTES, frame, 1, 999);
        return ZstdBuffers.decompress(decompressor, frame, 1, bytes, back, 3, 900);
      });
      assertEquals(0, back.getByte(2));
    }
  }

  @Test
  void streamsAllocateNothing() {
    try (Arena arena = Arena.ofConfined();
        ZstdCompressStream out = Zstd.newCompressStream(ZstdSettings.ofLevel(1));
        ZstdDecompressStream in = Zstd.newDecompressStream(ZstdLimits.DEFAULT)) {
      MemorySegment source = arena.allocateFrom(JAVA_BYTE, payload);
      MemorySegment frame = arena.allocate(1000);
      MemorySegment back = arena.allocate(1000);
      out.compress(source, frame, ZstdDirective.END);
      MemorySegment exact = frame.asSlice(0, out.producedBytes());
      assertAllocatesNothing(() -> {
        out.compress(source, frame, ZstdDirective.END);
        in.reset();
        in.decompress(exact, back);
        return in.producedBytes();
      });
    }
  }
}

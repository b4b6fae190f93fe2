package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.natives.aes.AesGcm;
import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.aes.GcmContext;
import io.machinenative.axiom.natives.aes.GcmEngine;
import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdCompressor;
import io.machinenative.axiom.natives.zstd.ZstdDecompressor;
import io.machinenative.axiom.natives.zstd.ZstdLimits;
import io.machinenative.axiom.natives.zstd.ZstdSettings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * How fast a library is on this machine, to about a tenth: for people to see what is wrong by a
 * factor. The benchmarks measure.
 */
final class NativeSpeed {
  private static final long SLICE_NS = 20_000_000L;

  /** After the last slice that was noticeably better. */
  private static final long PATIENCE_NS = 700_000_000L;

  private static final long LONGEST_NS = 5_000_000_000L;
  private static final double NOTICEABLY = 1.02;
  private static final int BLOCK_BYTES = 64 * 1024;
  private static final int MESSAGE_BYTES = 1024;
  private static final double BYTES_PER_NS_TO_MB_PER_S = 1e3;

  private NativeSpeed() {}

  /** MB/s of log lines in blocks of 64 KiB at level 3. */
  static double compressing() {
    try (Arena arena = Arena.ofConfined();
        ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.DEFAULT)) {
      MemorySegment source = logLines(arena);
      MemorySegment target = arena.allocate(Zstd.compressBound(BLOCK_BYTES));
      return measure(BLOCK_BYTES, () -> compressor.compress(source, target));
    }
  }

  /** MB/s of what comes out. */
  static double decompressing() {
    try (Arena arena = Arena.ofConfined();
        ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.DEFAULT);
        ZstdDecompressor decompressor = Zstd.newDecompressor(ZstdLimits.DEFAULT)) {
      MemorySegment target = arena.allocate(Zstd.compressBound(BLOCK_BYTES));
      MemorySegment frame = target.asSlice(0, compressor.compress(logLines(arena), target));
      MemorySegment again = arena.allocate(BLOCK_BYTES);
      return measure(BLOCK_BYTES, () -> decompressor.decompress(frame, again));
    }
  }

  /** MB/s of messages of 1 KiB, sealed in place. */
  static double sealing(GcmEngine engine) {
    try (Arena arena = Arena.ofConfined();
        AesKey key = AesKey.random(new SecureRandom());
        GcmContext context = AesGcm.newContext(engine)) {
      MemorySegment nonce = arena.allocate(AesGcm.NONCE_BYTES);
      MemorySegment none = arena.allocate(0);
      MemorySegment sealed = arena.allocate(MESSAGE_BYTES + AesGcm.TAG_BYTES);
      MemorySegment plaintext = sealed.asSlice(0, MESSAGE_BYTES);
      return measure(
          MESSAGE_BYTES,
          () -> {
            long count = nonce.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
            nonce.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, count + 1);
            context.seal(key, nonce, none, plaintext, sealed);
          });
    }
  }

  private static MemorySegment logLines(Arena arena) {
    StringBuilder lines = new StringBuilder(BLOCK_BYTES + 100);
    for (int i = 0; lines.length() < BLOCK_BYTES; i++) {
      lines
          .append("{\"time\":")
          .append(1_795_332_447_675L + i * 37L)
          .append(",\"level\":\"info\",\"tool\":\"core.echo\",\"latency_ns\":")
          .append(i * 2_654_435_761L % 100_000)
          .append("}\n");
    }
    byte[] bytes = lines.substring(0, BLOCK_BYTES).getBytes(StandardCharsets.US_ASCII);
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  }

  /**
   * The best slice: what the compiler or a neighbour takes away is left out. Goes on while slices
   * get better.
   */
  private static double measure(int bytes, Runnable work) {
    double best = 0;
    long beganNs = System.nanoTime();
    long bestNs = beganNs;
    long nowNs;
    do {
      double speed = slice(work);
      nowNs = System.nanoTime();
      if (speed > best * NOTICEABLY) {
        bestNs = nowNs;
      }
      best = Math.max(best, speed);
    } while (nowNs - beganNs < LONGEST_NS && nowNs - bestNs < PATIENCE_NS);
    return best * bytes * BYTES_PER_NS_TO_MB_PER_S;
  }

  /** Runs a nanosecond. */
  private static double slice(Runnable work) {
    long beganNs = System.nanoTime();
    long count = 0;
    long tookNs;
    do {
      work.run();
      count++;
      tookNs = System.nanoTime() - beganNs;
    } while (tookNs < SLICE_NS);
    return (double) count / tookNs;
  }
}

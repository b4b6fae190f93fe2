package io.machinenative.axiom.natives.zstd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Beside zstd-jni on 100,000 random payloads: each reads what the other has written. Sizes up to 64
 * KiB, most of them small; every alignment; guard bytes round every buffer.
 */
class DifferentialTest {
  private static final long SEED = Long.getLong("axiom.test.seed", 20_260_105);
  private static final int ROUNDS = 100_000;
  private static final int GUARD_BYTES = 64;
  private static final byte GUARD = (byte) 0xA5;
  private static final int MAX_BYTES = 64 << 10;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final byte[] pool = new byte[4 << 20];

  /** Five sorts of payload one after the other; a payload is any part of it. */
  private void fillPool() {
    int at = 0;
    while (at < pool.length) {
      byte[] part = Payloads.any(random, Math.min(pool.length - at, 100 + random.nextInt(90_000)));
      System.arraycopy(part, 0, pool, at, part.length);
      at += part.length;
    }
  }

  /** Up to 2^(0 to 11) bytes nearly always, up to 64 KiB once in a hundred rounds. */
  private int anyLength() {
    int log = random.nextInt(100) == 0 ? 16 : random.nextInt(12);
    return random.nextInt((1 << log) + 1);
  }

  @Test
  void eachReadsWhatTheOtherHasWritten() {
    fillPool();
    try (Arena arena = Arena.ofConfined();
        ZstdCompressor fast = Zstd.newCompressor(ZstdSettings.ofLevel(1));
        ZstdCompressor checked = Zstd.newCompressor(ZstdSettings.ofLevel(3).withChecksum());
        ZstdDecompressor decompressor = Zstd.newDecompressor(ZstdLimits.DEFAULT);
        ZstdCompressCtx theirs = new ZstdCompressCtx();
        ZstdDecompressCtx theirReader = new ZstdDecompressCtx()) {
      MemorySegment source = arena.allocate(MAX_BYTES + 2 * GUARD_BYTES + 8);
      MemorySegment frame = arena.allocate(Zstd.compressBound(MAX_BYTES) + 2 * GUARD_BYTES + 8);
      MemorySegment back = arena.allocate(MAX_BYTES + 2 * GUARD_BYTES + 8);
      for (int round = 0; round < ROUNDS; round++) {
        int length = anyLength();
        int from = random.nextInt(pool.length - length);
        byte[] payload = Arrays.copyOfRange(pool, from, from + length);
        String when = "seed " + SEED + ", round " + round + ", " + length + " bytes";

        MemorySegment plain = guarded(source, length);
        MemorySegment.copy(payload, 0, plain, ValueLayout.JAVA_BYTE, 0, length);
        MemorySegment room = guarded(frame, Zstd.compressBound(length));
        ZstdCompressor ours = (round & 1) == 0 ? fast : checked;
        long bytes = ours.compress(plain, room);
        assertTrue(bytes > 0, when);
        assertGuards(frame, room, when);
        byte[] ourFrame = room.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
        assertArrayEquals(payload, theirReader.decompress(ourFrame, length), when);

        theirs.setLevel(1 + (round & 3)).setChecksum((round & 4) == 0);
        byte[] theirFrame = theirs.compress(payload);
        MemorySegment input = guarded(frame, theirFrame.length);
        MemorySegment.copy(theirFrame, 0, input, ValueLayout.JAVA_BYTE, 0, theirFrame.length);
        MemorySegment output = guarded(back, length);
        assertEquals(length, decompressor.decompress(input, output), when);
        assertGuards(back, output, when);
        assertEquals(-1, output.mismatch(plain), when);
      }
    }
  }

  private MemorySegment guarded(MemorySegment whole, long length) {
    long from = GUARD_BYTES + random.nextInt(8);
    whole.asSlice(from - GUARD_BYTES, GUARD_BYTES).fill(GUARD);
    whole.asSlice(from + length, GUARD_BYTES).fill(GUARD);
    return whole.asSlice(from, length);
  }

  private static void assertGuards(MemorySegment whole, MemorySegment part, String when) {
    long from = part.address() - whole.address();
    for (int i = 0; i < GUARD_BYTES; i++) {
      boolean before = whole.get(ValueLayout.JAVA_BYTE, from - 1 - i) == GUARD;
      boolean after = whole.get(ValueLayout.JAVA_BYTE, from + part.byteSize() + i) == GUARD;
      assertTrue(before && after, when);
    }
  }
}

package io.machinenative.axiom.natives.zstd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.natives.zstd.ZstdException.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Frames that lie, end early or explode; the build runs it once with each provider. */
class HostileFrameTest {
  private static final long SEED = 20_260_103;
  private static final int GUARDED_BYTES = 4096;
  private static final int ROUNDS = Integer.getInteger("axiom.test.hostile.rounds", 5000);

  private static byte[] frameOf(byte[] payload) {
    try (Arena arena = Arena.ofConfined();
        ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.DEFAULT.withChecksum())) {
      MemorySegment frame = arena.allocate(Zstd.compressBound(payload.length));
      long bytes = compressor.compress(arena.allocateFrom(JAVA_BYTE, payload), frame);
      return frame.asSlice(0, bytes).toArray(JAVA_BYTE);
    }
  }

  private static byte[] decompress(ZstdLimits limits, int capacity, byte[] frames) {
    try (Arena arena = Arena.ofConfined();
        ZstdDecompressor decompressor = Zstd.newDecompressor(limits)) {
      Guarded source = Guarded.of(arena, frames, 1);
      Guarded output = new Guarded(arena, capacity, 1);
      try {
        long bytes = decompressor.decompress(source.segment(), output.segment());
        return output.bytes(bytes);
      } finally {
        output.assertGuardsUntouched("the output");
      }
    }
  }

  private static void assertRefused(Kind kind, String part, ZstdLimits limits, byte[] frames) {
    ZstdException refusal =
        assertThrows(ZstdException.class, () -> decompress(limits, GUARDED_BYTES, frames));
    assertEquals(kind, refusal.kind(), refusal::getMessage);
    assertTrue(refusal.getMessage().contains(part), refusal::getMessage);
  }

  private static void assertRefused(Kind kind, String part, byte[] frames) {
    assertRefused(kind, part, ZstdLimits.DEFAULT, frames);
  }

  @Test
  void aCutFrameIsRefusedAtEveryByte() {
    byte[] frame = frameOf(Payloads.text(new SplittableRandom(SEED), 2000));
    for (int length = 0; length < frame.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(frame, length);
      assertRefused(Kind.TRUNCATED, "does not end within " + length + " bytes", cut);
    }
  }

  @Test
  void everyFlippedBitIsRefusedOrHarmless() {
    byte[] payload = Payloads.text(new SplittableRandom(SEED), 700);
    byte[] frame = frameOf(payload);
    int refused = 0;
    for (int bit = 0; bit < 8 * frame.length; bit++) {
      frame[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        byte[] back = decompress(ZstdLimits.DEFAULT, GUARDED_BYTES, frame);
        assertArrayEquals(payload, back, "bit " + bit + ": accepted, and another content");
      } catch (ZstdException e) {
        refused++;
      }
      frame[bit / 8] ^= (byte) (1 << bit % 8);
    }
    assertTrue(refused > 8 * frame.length * 9 / 10, "refused " + refused);
  }

  @Test
  void noiseInsideAFrameNeverLeavesItsMemory() {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] frame = frameOf(Payloads.text(random, 3000));
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bad = frame.clone();
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        bad[random.nextInt(6, bad.length)] = (byte) random.nextInt();
      }
      try {
        assertTrue(decompress(ZstdLimits.DEFAULT, GUARDED_BYTES, bad).length <= GUARDED_BYTES);
      } catch (ZstdException e) {
        assertTrue(e.getMessage().length() > 5, "seed " + SEED + ", round " + round);
      }
    }
  }

  @Test
  void aDeclaredBombIsRefusedByName() {
    byte[] bomb = frameOf(new byte[2 << 20]);
    assertRefused(
        Kind.LIMIT,
        "limit maxBytes: expected at most 1000 bytes, actual 2097152 declared",
        ZstdLimits.ofBytes(1000),
        bomb);
    assertRefused(
        Kind.LIMIT,
        "limit maxRatio: expected at most",
        new ZstdLimits(1L << 30, 100, 1000, 27),
        bomb);
    assertRefused(
        Kind.CAPACITY, "expected at least 2097152 bytes", ZstdLimits.ofBytes(1 << 30), bomb);
  }

  @Test
  void aBombThatDeclaresNothingIsCutOff() {
    // One block after the other: 128 KiB of the letter x for 4 bytes. No content size.
    byte[] bomb = new byte[6 + 4 * 100];
    System.arraycopy(HexFormat.of().parseHex("28b52ffd0058"), 0, bomb, 0, 6);
    for (int i = 0; i < 100; i++) {
      int header = (i == 99 ? 1 : 0) | 1 << 1 | (128 << 10) << 3;
      bomb[6 + 4 * i] = (byte) header;
      bomb[7 + 4 * i] = (byte) (header >>> 8);
      bomb[8 + 4 * i] = (byte) (header >>> 16);
      bomb[9 + 4 * i] = 'x';
    }
    assertRefused(Kind.LIMIT, "maxBytes: expected at most 1000", ZstdLimits.ofBytes(1000), bomb);
    assertRefused(
        Kind.LIMIT, "maxRatio: expected at most 4060", new ZstdLimits(1 << 30, 10, 0, 27), bomb);
    assertRefused(Kind.CAPACITY, "actual " + GUARDED_BYTES, bomb);
    byte[] all = decompress(ZstdLimits.ofBytes(1 << 30), 100 * (128 << 10), bomb);
    assertEquals(100 * (128 << 10), all.length);
  }

  @Test
  void aFrameThatDeclaresLessThanItIsIsRefused() {
    byte[] frame = frameOf(Payloads.text(new SplittableRandom(SEED), 200));
    assertEquals(0b0010_0100, frame[4], "single segment, content size in one byte");
    frame[5] = (byte) 100;
    assertThrows(ZstdException.class, () -> decompress(ZstdLimits.DEFAULT, GUARDED_BYTES, frame));
  }

  @Test
  void whatIsNoFrameIsRefusedWhereItBegins() {
    byte[] payload = Payloads.text(new SplittableRandom(SEED), 100);
    byte[] frame = frameOf(payload);
    assertRefused(Kind.NOT_A_FRAME, "at byte 0", payload);
    byte[] trailed = java.util.Arrays.copyOf(frame, frame.length + 5);
    assertRefused(Kind.NOT_A_FRAME, "at byte " + frame.length, trailed);
    assertRefused(Kind.CORRUPT, "reserved bits", HexFormat.of().parseHex("28b52ffd0800010000"));
    assertRefused(Kind.CORRUPT, "reserved bits", HexFormat.of().parseHex("28b52ffd0000070000"));
  }

  @Test
  void severalFramesAreOnePayload() {
    byte[] payload = Payloads.text(new SplittableRandom(SEED), 100);
    byte[] frame = frameOf(payload);
    byte[] frames = StreamContractTest.skippableBetween(frame, frame);
    byte[] back = decompress(ZstdLimits.DEFAULT, 200, frames);
    assertEquals(200, back.length);
    assertRefused(Kind.LIMIT, "expected at most 199 bytes", ZstdLimits.ofBytes(199), frames);
    byte[] none = HexFormat.of().parseHex("502a4d1800000000");
    assertEquals(0, decompress(ZstdLimits.DEFAULT, 0, none).length, "only a skippable frame");
  }

  @Test
  void anEmptyFrameNeedsNoRoom() {
    byte[] frame = frameOf(new byte[0]);
    assertEquals(0, decompress(ZstdLimits.DEFAULT, 0, frame).length);
    frame[frame.length - 1] ^= 1;
    ZstdException refusal =
        assertThrows(ZstdException.class, () -> decompress(ZstdLimits.DEFAULT, 0, frame));
    assertEquals(Kind.CHECKSUM, refusal.kind());
  }
}

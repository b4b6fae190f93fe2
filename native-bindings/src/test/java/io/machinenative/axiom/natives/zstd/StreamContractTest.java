package io.machinenative.axiom.natives.zstd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.natives.zstd.ZstdException.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of any size, in pieces of any size; the build runs it once with each provider. */
class StreamContractTest {
  private static final long SEED = 20_260_102;

  /** Compresses by pieces: each at most so long, as is each piece of output. */
  static byte[] compress(ZstdCompressStream stream, byte[] payload, SplittableRandom random) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocateFrom(JAVA_BYTE, payload);
      long at = 0;
      long left = 1;
      while (left > 0) {
        long bytes = Math.min(payload.length - at, 1 + random.nextInt(50_000));
        boolean last = at + bytes == payload.length;
        Guarded output = new Guarded(arena, 1 + random.nextInt(20_000), random.nextInt(8));
        left =
            stream.compress(
                source.asSlice(at, bytes),
                output.segment(),
                last ? ZstdDirective.END : ZstdDirective.CONTINUE);
        at += stream.consumedBytes();
        frame.writeBytes(output.bytes(stream.producedBytes()));
        output.assertGuardsUntouched("at " + at);
        left = last ? left : 1;
      }
    }
    return frame.toByteArray();
  }

  static byte[] decompress(ZstdDecompressStream stream, byte[] frames, SplittableRandom random) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocateFrom(JAVA_BYTE, frames);
      long at = 0;
      boolean full = true;
      while (at < frames.length || full) {
        long bytes = Math.min(frames.length - at, 1 + random.nextInt(20_000));
        Guarded output = new Guarded(arena, 1 + random.nextInt(50_000), random.nextInt(8));
        stream.decompress(source.asSlice(at, bytes), output.segment());
        at += stream.consumedBytes();
        payload.writeBytes(output.bytes(stream.producedBytes()));
        output.assertGuardsUntouched("at " + at);
        full = stream.producedBytes() == output.segment().byteSize();
      }
      stream.end();
    }
    return payload.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 131_072, 3_000_000})
  void piecesOfAnySizeMakeTheWhole(int size) {
    SplittableRandom random = new SplittableRandom(SEED + size);
    String when = "seed " + (SEED + size);
    ZstdSettings settings = ZstdSettings.ofLevel(1).withChecksum();
    try (ZstdCompressStream compressor = Zstd.newCompressStream(settings);
        ZstdDecompressStream decompressor = Zstd.newDecompressStream(ZstdLimits.DEFAULT)) {
      for (int i = 0; i < 3; i++) {
        byte[] payload = Payloads.any(random, size);
        byte[] frame = compress(compressor, payload, random);
        assertArrayEquals(payload, decompress(decompressor, frame, random), when);
        decompressor.reset();
      }
    }
  }

  @Test
  void onceByteByByte() {
    byte[] payload = Payloads.text(new SplittableRandom(SEED), 3000);
    try (Arena arena = Arena.ofConfined();
        ZstdCompressStream compressor = Zstd.newCompressStream(ZstdSettings.DEFAULT);
        ZstdDecompressStream decompressor = Zstd.newDecompressStream(ZstdLimits.DEFAULT)) {
      byte[] one = compress(compressor, payload, new SplittableRandom(1));
      byte[] frames = skippableBetween(one, one);
      MemorySegment source = arena.allocateFrom(JAVA_BYTE, frames);
      MemorySegment output = arena.allocate(7000);
      long written = 0;
      int ends = 0;
      for (int at = 0; at < frames.length; at++) {
        boolean end = decompressor.decompress(source.asSlice(at, 1), output.asSlice(written));
        ends += end ? 1 : 0;
        assertEquals(1, decompressor.consumedBytes());
        written += decompressor.producedBytes();
        assertTrue(at < frames.length - 1 || end, "at the end");
      }
      decompressor.end();
      assertEquals(3, ends);
      assertEquals(6000, written);
      assertArrayEquals(payload, output.asSlice(3000, 3000).toArray(JAVA_BYTE));
    }
  }

  static byte[] skippableBetween(byte[] first, byte[] second) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(first);
    all.writeBytes(new byte[] {0x53, 0x2a, 0x4d, 0x18, 5, 0, 0, 0, 'h', 'e', 'l', 'l', 'o'});
    all.writeBytes(second);
    return all.toByteArray();
  }

  @Test
  void aFlushLetsTheReaderHaveWhatCame() {
    byte[] payload = Payloads.text(new SplittableRandom(SEED), 1000);
    try (Arena arena = Arena.ofConfined();
        ZstdCompressStream compressor = Zstd.newCompressStream(ZstdSettings.DEFAULT);
        ZstdDecompressStream decompressor = Zstd.newDecompressStream(ZstdLimits.DEFAULT)) {
      MemorySegment source = arena.allocateFrom(JAVA_BYTE, payload);
      MemorySegment frame = arena.allocate(5000);
      MemorySegment back = arena.allocate(5000);
      for (int i = 0; i < 3; i++) {
        assertEquals(0, compressor.compress(source, frame, ZstdDirective.FLUSH));
        long bytes = compressor.producedBytes();
        decompressor.decompress(frame.asSlice(0, bytes), back);
        assertEquals(1000, decompressor.producedBytes(), "flush " + i);
        assertEquals(-1, MemorySegment.mismatch(source, 0, 1000, back, 0, 1000));
      }
    }
  }

  @Test
  void aCutPayloadIsNotAWholeOne() {
    byte[] payload = Payloads.text(new SplittableRandom(SEED), 5000);
    byte[] frame;
    try (ZstdCompressStream compressor = Zstd.newCompressStream(ZstdSettings.DEFAULT)) {
      frame = compress(compressor, payload, new SplittableRandom(2));
    }
    try (Arena arena = Arena.ofConfined();
        ZstdDecompressStream stream = Zstd.newDecompressStream(ZstdLimits.DEFAULT)) {
      MemorySegment source = arena.allocateFrom(JAVA_BYTE, frame);
      MemorySegment output = arena.allocate(6000);
      for (int length = 0; length < frame.length; length++) {
        boolean whole = stream.decompress(source.asSlice(0, length), output);
        assertFalse(whole, "cut at " + length);
        ZstdException refusal = assertThrows(ZstdException.class, stream::end);
        assertEquals(Kind.TRUNCATED, refusal.kind(), "cut at " + length);
        stream.reset();
      }
      assertTrue(stream.decompress(source, output));
      stream.end();
    }
  }

  @Test
  void limitsHoldWhateverTheFrameDeclares() {
    byte[] frame;
    try (ZstdCompressStream compressor = Zstd.newCompressStream(ZstdSettings.DEFAULT)) {
      frame = compress(compressor, new byte[200_000], new SplittableRandom(3));
    }
    try (ZstdDecompressStream exact = Zstd.newDecompressStream(ZstdLimits.ofBytes(200_000))) {
      assertEquals(200_000, decompress(exact, frame, new SplittableRandom(4)).length);
    }
    assertRefusedByLimit(ZstdLimits.ofBytes(199_999), "maxBytes: expected at most 199999", frame);
    assertRefusedByLimit(new ZstdLimits(1 << 20, 10, 100, 27), "maxRatio", frame);
  }

  private static void assertRefusedByLimit(ZstdLimits limits, String part, byte[] frame) {
    try (ZstdDecompressStream stream = Zstd.newDecompressStream(limits)) {
      ZstdException refusal =
          assertThrows(
              ZstdException.class, () -> decompress(stream, frame, new SplittableRandom(5)));
      assertEquals(Kind.LIMIT, refusal.kind(), refusal::getMessage);
      assertTrue(refusal.getMessage().contains(part), refusal::getMessage);
    }
  }

  @Test
  void aWindowThatIsTooLargeIsRefusedBeforeMemoryIsTaken() {
    // Descriptor 0, window 2^30, one raw block of no bytes.
    byte[] frame = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) (20 << 3), 1, 0, 0};
    try (ZstdDecompressStream stream = Zstd.newDecompressStream(ZstdLimits.DEFAULT)) {
      ZstdException refusal =
          assertThrows(
              ZstdException.class, () -> decompress(stream, frame, new SplittableRandom(5)));
      assertEquals(Kind.LIMIT, refusal.kind());
      assertTrue(refusal.getMessage().contains("1073741824"), refusal::getMessage);
    }
  }

  @Test
  void channelsCarryMegabytes() throws IOException {
    byte[] payload = Payloads.json(new SplittableRandom(SEED), 5_000_000);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    ByteArrayOutputStream back = new ByteArrayOutputStream();
    long[] read = new long[1];
    try (ZstdCompressStream compressor = Zstd.newCompressStream(ZstdSettings.DEFAULT);
        ZstdDecompressStream decompressor = Zstd.newDecompressStream(ZstdLimits.DEFAULT)) {
      long written =
          ZstdChannels.compress(
              Channels.newChannel(new ByteArrayInputStream(payload)),
              Channels.newChannel(frame),
              compressor,
              (in, out) -> read[0] = in);
      assertEquals(frame.size(), written);
      assertEquals(payload.length, read[0]);
      assertEquals(
          payload.length,
          ZstdChannels.decompress(
              Channels.newChannel(new ByteArrayInputStream(frame.toByteArray())),
              Channels.newChannel(back),
              decompressor,
              (in, out) -> read[0] = in));
    }
    assertArrayEquals(payload, back.toByteArray());
    assertEquals(frame.size(), read[0]);
  }

  @Test
  void aPledgeIsDeclaredAndHeldTo() {
    if (Zstd.provider() == ZstdProvider.JAVA) {
      return;
    }
    try (Arena arena = Arena.ofConfined();
        ZstdDecompressor reader = Zstd.newDecompressor(ZstdLimits.DEFAULT);
        ZstdCompressStream stream = Zstd.newCompressStream(ZstdSettings.DEFAULT)) {
      MemorySegment source = arena.allocate(1000);
      MemorySegment frame = arena.allocate(1000);
      stream.pledge(1000);
      stream.compress(source.asSlice(0, 500), frame, ZstdDirective.CONTINUE);
      long begun = stream.producedBytes();
      assertEquals(
          0, stream.compress(source.asSlice(500), frame.asSlice(begun), ZstdDirective.END));
      MemorySegment whole = frame.asSlice(0, begun + stream.producedBytes());
      assertEquals(1000, reader.declaredBytes(whole));
      stream.pledge(999);
      stream.compress(source.asSlice(0, 500), frame, ZstdDirective.CONTINUE);
      assertThrows(
          ZstdException.class,
          () -> stream.compress(source.asSlice(0, 400), frame, ZstdDirective.END));
    }
  }
}

package io.machinenative.axiom.natives.zstd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Agrona's buffers. */
class BuffersTest {
  @Test
  void partsOfBuffersAreParts() {
    byte[] payload = Payloads.text(new SplittableRandom(3), 2000);
    UnsafeBuffer source = new UnsafeBuffer(ByteBuffer.allocateDirect(3000));
    source.putBytes(13, payload);
    UnsafeBuffer frame = new UnsafeBuffer(ByteBuffer.allocateDirect(3000));
    UnsafeBuffer back = new UnsafeBuffer(ByteBuffer.allocateDirect(3000));
    try (ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.DEFAULT);
        ZstdDecompressor decompressor = Zstd.newDecompressor(ZstdLimits.DEFAULT)) {
      int bytes = ZstdBuffers.compress(compressor, source, 13, 2000, frame, 5, 2900);
      assertEquals(2000, ZstdBuffers.decompress(decompressor, frame, 5, bytes, back, 900, 2000));
      byte[] actual = new byte[2000];
      back.getBytes(900, actual);
      assertArrayEquals(payload, actual);
      assertEquals(0, back.getByte(899));
      assertEquals(0, back.getByte(2900));

      assertThrows(
          IndexOutOfBoundsException.class,
          () -> ZstdBuffers.compress(compressor, source, 1001, 2000, frame, 0, 100));
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> ZstdBuffers.compress(compressor, source, 0, 10, frame, -1, 100));
      assertThrows(
          IllegalArgumentException.class,
          () ->
              ZstdBuffers.compress(compressor, new UnsafeBuffer(new byte[9]), 0, 9, frame, 0, 99));
    }
  }
}

package io.machinenative.axiom.codec;

import static io.machinenative.axiom.codec.FramingHeader.ENCODED_LENGTH;
import static io.machinenative.axiom.codec.FramingHeader.MALFORMED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The framing header says what it must, and believes nothing. */
final class FramingHeaderTest {
  private static final int LIMIT = WireLimits.MAX_FRAME_BYTES;

  @Test
  void isBigEndianAndCountsItself() {
    byte[] bytes = new byte[10];
    FramingHeader.write(new UnsafeBuffer(bytes), 2, 0x010203 - ENCODED_LENGTH);
    assertArrayEquals(HexFormat.of().parseHex("000000010203EB500000"), bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 255, 256, 65_535, 65_536})
  void readsWhatItWrote(int messageBytes) {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[ENCODED_LENGTH]);
    FramingHeader.write(buffer, 0, messageBytes);
    assertEquals(messageBytes, FramingHeader.messageBytes(buffer, 0, LIMIT));
    assertEquals(messageBytes, FramingHeader.messageBytes(buffer, 0, messageBytes));
    assertEquals(MALFORMED, FramingHeader.messageBytes(buffer, 0, messageBytes - 1));
  }

  @ParameterizedTest
  @CsvSource({
    "0000000EEB50, 8, the shortest",
    "0000000DEB50, -1, shorter than a message header",
    "00000006EB50, -1, nothing behind the framing header",
    "00000005EB50, -1, shorter than itself",
    "00000000EB50, -1, zero",
    "00010006EB50, 65536, the longest",
    "00010007EB50, -1, above the limit",
    "7FFFFFFFEB50, -1, the highest positive number",
    "80000000EB50, -1, the lowest negative number of a careless reader",
    "FFFFFFFFEB50, -1, the highest number",
    "FFFFFFFEEB50, -1, negative after a careless addition",
    "0000000E50EB, -1, encoding in the wrong byte order",
    "0000000E5BE0, -1, SBE big endian",
    "0000000EF500, -1, another encoding of the standard",
    "0E000000EB50, -1, length in the wrong byte order",
    "160301020001, -1, a TLS client hello",
  })
  void believesNothing(String hex, int expected, String why) {
    UnsafeBuffer buffer = new UnsafeBuffer(HexFormat.of().parseHex(hex));
    assertEquals(expected, FramingHeader.messageBytes(buffer, 0, LIMIT), why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1", "POST /mcp HTTP/1.1", "PRI * HTTP/2.0", "SSH-2.0-x"})
  void otherProtocolsAreMalformed(String greeting) {
    UnsafeBuffer buffer = new UnsafeBuffer(greeting.getBytes(StandardCharsets.US_ASCII));
    assertEquals(MALFORMED, FramingHeader.messageBytes(buffer, 0, LIMIT));
  }

  @Test
  void randomHeadersAreMalformedOrInRange() {
    long seed = Long.getLong("axiom.seed", 2026);
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = new byte[ENCODED_LENGTH];
    UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    for (int i = 0; i < 200_000; i++) {
      random.nextBytes(bytes);
      if (random.nextInt(4) != 0) {
        bytes[4] = (byte) 0xEB;
        bytes[5] = 0x50;
      }
      if (random.nextBoolean()) {
        bytes[0] = 0;
        bytes[1] = (byte) random.nextInt(2);
      }
      long length = Integer.toUnsignedLong(buffer.getInt(0, ByteOrder.BIG_ENDIAN)) - 6;
      boolean encoded = bytes[4] == (byte) 0xEB && bytes[5] == 0x50;
      long expected = encoded && length >= 8 && length <= LIMIT ? length : MALFORMED;
      String context = HexFormat.of().formatHex(bytes) + ", -Daxiom.seed=" + seed;
      assertEquals(expected, FramingHeader.messageBytes(buffer, 0, LIMIT), context);
    }
  }

  @Test
  void readsOnlyItsOwnBytes() {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[64], 0, ENCODED_LENGTH - 1);
    assertThrows(
        IndexOutOfBoundsException.class, () -> FramingHeader.messageBytes(buffer, 0, LIMIT));
  }
}

package io.machinenative.axiom.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The JDK's decoder is the naive twin. */
class Utf8Test {
  private final CharsetDecoder twin = UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);

  @Test
  void agreesOnEverySequenceOfTwoBytes() {
    byte[] bytes = new byte[2];
    for (int value = 0; value < 1 << 16; value++) {
      bytes[0] = (byte) (value >> 8);
      bytes[1] = (byte) value;
      requireAgreement(bytes, "exhaustive");
    }
  }

  @Test
  void agreesOnSeededSequences() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int[] edges = {
      0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4,
      0xF5, 0xFF
    };
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[random.nextInt(6)];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = (byte) edges[random.nextInt(edges.length)];
      }
      requireAgreement(bytes, "seed " + seed);
    }
  }

  private void requireAgreement(byte[] bytes, String origin) {
    CharBuffer chars = CharBuffer.allocate(bytes.length + 1);
    ByteBuffer input = ByteBuffer.wrap(bytes);
    twin.reset();
    boolean malformed = twin.decode(input, chars, true).isError();
    int expected = malformed ? input.position() : Utf8.VALID;
    assertEquals(
        expected,
        Utf8.firstDefect(new UnsafeBuffer(bytes), 0, bytes.length),
        () -> Arrays.toString(bytes) + " " + origin);
  }
}

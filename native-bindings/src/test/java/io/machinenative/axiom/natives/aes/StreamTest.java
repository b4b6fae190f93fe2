package io.machinenative.axiom.natives.aes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream opens whole and as it was sealed, or what was changed is never written. */
class StreamTest {
  private static final long SEED = 1609;
  private static final byte[] AAD = {42};
  private static final int SEGMENT = StreamFormat.SEGMENT_BYTES;
  private static final int FIRST_PLAIN = SEGMENT - 40 - 16;
  private static final int PLAIN = SEGMENT - 16;

  private final AesKey key = AesKey.of(new byte[AesKey.KEY_BYTES]);
  private final byte[] text = new byte[FIRST_PLAIN + 2 * PLAIN + 1000];
  private final ByteArrayOutputStream opened = new ByteArrayOutputStream();

  StreamTest() {
    new Random(SEED).nextBytes(text);
  }

  @AfterEach
  void close() {
    key.close();
  }

  private byte[] seal(byte[] plaintext) throws IOException {
    return seal(plaintext, AesGcm.engine());
  }

  private byte[] seal(byte[] plaintext, GcmEngine engine) throws IOException {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    long done =
        new StreamSealer(key, new SecureRandom(), engine)
            .seal(
                Channels.newChannel(new ByteArrayInputStream(plaintext)),
                Channels.newChannel(sealed),
                AAD,
                at -> {});
    assertEquals(plaintext.length, done);
    return sealed.toByteArray();
  }

  private byte[] open(byte[] sealed, byte[] aad, AesKey... keys) throws IOException {
    opened.reset();
    new StreamOpener(List.of(keys))
        .open(
            Channels.newChannel(new ByteArrayInputStream(sealed)),
            Channels.newChannel(opened),
            aad,
            at -> {});
    return opened.toByteArray();
  }

  /** Refused with that message, and with so many bytes written. */
  private void refuses(String why, int written, byte[] sealed) {
    ForgedStreamException e =
        assertThrows(ForgedStreamException.class, () -> open(sealed, AAD, key), why);
    assertTrue(e.getMessage().contains(why), e.getMessage());
    assertArrayEquals(Arrays.copyOf(text, written), opened.toByteArray(), why);
  }

  private static byte[] parts(byte[] from, int... ends) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < ends.length; i += 2) {
      out.write(from, ends[i], ends[i + 1] - ends[i]);
    }
    return out.toByteArray();
  }

  @Test
  void opensWholeOnly() throws IOException {
    byte[] sealed = seal(text);
    int end = sealed.length;
    assertArrayEquals(text, open(sealed, AAD, key));

    refuses("segment 1, the last one,", FIRST_PLAIN, parts(sealed, 0, 2 * SEGMENT));
    refuses("segment 0, the last one,", 0, parts(sealed, 0, SEGMENT));
    refuses("segment 2, the last one,", FIRST_PLAIN + PLAIN, parts(sealed, 0, 3 * SEGMENT));
    refuses("segment 3, the last one,", FIRST_PLAIN + 2 * PLAIN, parts(sealed, 0, end - 1));
    refuses("segment 3, the last one,", FIRST_PLAIN + 2 * PLAIN, parts(sealed, 0, end - 1010));
    refuses("segment 0", 0, parts(sealed, 0, 100));
    refuses("segment 0", 0, parts(sealed, 0, 40));
    refuses("expected a header of 40 bytes, actual 39", 0, parts(sealed, 0, 39));
    refuses("expected a header of 40 bytes, actual 0", 0, new byte[0]);
    // A part of a segment behind the end.
    refuses("segment 3", FIRST_PLAIN + 2 * PLAIN, parts(sealed, 0, end, 0, 1));
  }

  @Test
  void refusesSegmentsThatWereMoved() throws IOException {
    byte[] sealed = seal(text);
    int end = sealed.length;
    int one = SEGMENT;
    int two = 2 * SEGMENT;
    int three = 3 * SEGMENT;
    refuses("segment 1", FIRST_PLAIN, parts(sealed, 0, one, two, three, one, two, three, end));
    refuses("segment 1", FIRST_PLAIN, parts(sealed, 0, one, two, end));
    refuses("segment 2", FIRST_PLAIN + PLAIN, parts(sealed, 0, two, one, end));
    refuses("segment 1", FIRST_PLAIN, parts(sealed, 0, one, three, end));
    byte[] another = seal(text);
    byte[] mixed = parts(sealed, 0, end);
    System.arraycopy(another, one, mixed, one, SEGMENT);
    refuses("segment 1", FIRST_PLAIN, mixed);
  }

  @Test
  void refusesEveryFlippedByteOfAShortStream() throws IOException {
    byte[] plaintext = "short".getBytes(UTF_8);
    byte[] sealed = seal(plaintext);
    for (int at = 0; at < sealed.length; at++) {
      sealed[at] ^= 0x10;
      assertThrows(ForgedStreamException.class, () -> open(sealed, AAD, key), "byte " + at);
      assertEquals(0, opened.size(), "byte " + at);
      sealed[at] ^= 0x10;
    }
    assertArrayEquals(plaintext, open(sealed, AAD, key));
    assertThrows(ForgedStreamException.class, () -> open(sealed, new byte[0], key));
  }

  @Test
  void findsTheKeyAmongSeveral() throws IOException {
    byte[] sealed = seal(text);
    byte[] other = new byte[AesKey.KEY_BYTES];
    other[0] = 1;
    try (AesKey wrong = AesKey.of(other)) {
      assertArrayEquals(text, open(sealed, AAD, wrong, key));
      ForgedStreamException e =
          assertThrows(ForgedStreamException.class, () -> open(sealed, AAD, wrong, wrong));
      assertTrue(e.getMessage().contains("any of these keys"), e.getMessage());
      assertEquals(0, opened.size());
    }
  }

  @ParameterizedTest
  @EnumSource(GcmEngine.class)
  void everyEngineOpensWhatAnotherSealed(GcmEngine engine) throws IOException {
    assumeTrue(
        GcmEngineReport.of(engine).availability().usable(),
        () -> "SKIPPED: " + GcmEngineReport.of(engine).availability());
    assertArrayEquals(text, open(seal(text, engine), AAD, key));
  }
}

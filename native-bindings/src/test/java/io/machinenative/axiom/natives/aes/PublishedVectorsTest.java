package io.machinenative.axiom.natives.aes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** NIST's own answers, for every engine and variant. */
class PublishedVectorsTest {
  private static final String FILE = "nist-gcm-256.txt";

  @ParameterizedTest
  @MethodSource("io.machinenative.axiom.natives.aes.Subject#all")
  void answersAsNistDoes(Subject subject) {
    List<String[]> vectors = vectors();
    assertTrue(vectors.size() >= 90, () -> "only " + vectors.size() + " vectors were read");
    try (GcmContext context = subject.newContext().get()) {
      vectors.forEach(vector -> check(context, vector));
    }
  }

  private static List<String[]> vectors() {
    try (InputStream in = PublishedVectorsTest.class.getResourceAsStream(FILE)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" "))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Key, nonce, associated data, plaintext or FAIL, ciphertext, tag. */
  private static void check(GcmContext context, String[] vector) {
    String what = String.join(" ", vector);
    boolean forged = vector[3].equals("FAIL");
    try (Arena arena = Arena.ofConfined();
        AesKey key = AesKey.of(bytes(vector[0]))) {
      MemorySegment nonce = segment(arena, vector[1]);
      MemorySegment aad = segment(arena, vector[2]);
      MemorySegment sealed = segment(arena, vector[4] + vector[5]);
      MemorySegment plaintext = arena.allocate(sealed.byteSize() - AesGcm.TAG_BYTES);
      long opened = context.open(key, nonce, aad, sealed, plaintext);
      if (forged) {
        assertEquals(AesGcm.TAG_MISMATCH, opened, what);
        return;
      }
      assertEquals(plaintext.byteSize(), opened, what);
      assertArrayEquals(bytes(vector[3]), plaintext.toArray(ValueLayout.JAVA_BYTE), what);
      MemorySegment again = arena.allocate(sealed.byteSize());
      context.seal(key, nonce, aad, plaintext, again);
      assertEquals(-1, again.mismatch(sealed), what);
    }
  }

  private static MemorySegment segment(Arena arena, String hex) {
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes(hex));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace("-", ""));
  }
}

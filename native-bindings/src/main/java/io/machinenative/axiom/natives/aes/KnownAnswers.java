package io.machinenative.axiom.natives.aes;

import io.machinenative.axiom.natives.link.UnusableLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * The self-test of an engine: seals and opens what others have sealed, and refuses a forgery,
 * before anybody else uses it.
 */
final class KnownAnswers {
  /** Test case 16 of McGrew and Viega, "The Galois/Counter Mode of Operation (GCM)". */
  private static final String KEY =
      "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";

  private static final String NONCE = "cafebabefacedbaddecaf888";
  private static final String AAD = "feedfacedeadbeeffeedfacedeadbeefabaddad2";
  private static final String PLAINTEXT =
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
          + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
  private static final String SEALED =
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
          + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
          + "76fc6ece0f4e1768cddf8853bb2d551b";

  /**
   * The same key and associated data, and the next nonce, over bytes 0, 1, 2 and so on: long enough
   * for the paths that take 48 blocks at once, and not a whole number of blocks. Its tag, of the
   * JDK and OpenSSL.
   */
  static final int LONG_BYTES = 5003;

  private static final String LONG_NONCE = "cafebabefacedbaddecaf889";
  static final String LONG_TAG = "935b2d702b7f0e3d4afb052b81e43cfd";

  private KnownAnswers() {}

  /**
   * Runs the test on an engine of its own.
   *
   * @throws UnusableLibraryException naming the answer that was wrong
   */
  static void check(Supplier<GcmSession> engine) throws UnusableLibraryException {
    byte[] key = bytes(KEY);
    byte[] longText = new byte[LONG_BYTES];
    for (int i = 0; i < LONG_BYTES; i++) {
      longText[i] = (byte) i;
    }
    GcmContext context = new GcmContext(engine.get());
    try (Arena arena = Arena.ofConfined();
        AesKey aesKey = AesKey.of(key)) {
      Answers answers = new Answers(context, aesKey, arena);
      answers.check("a published message", NONCE, bytes(PLAINTEXT), bytes(SEALED));
      answers.check("a long message", LONG_NONCE, longText, bytes(LONG_TAG));
    } finally {
      context.close();
    }
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** One context under test. */
  private record Answers(GcmContext context, AesKey key, Arena arena) {
    /**
     * @param end what the sealed message must end with
     */
    void check(String what, String iv, byte[] plaintext, byte[] end)
        throws UnusableLibraryException {
      MemorySegment nonce = segment(bytes(iv));
      MemorySegment aad = segment(bytes(AAD));
      MemorySegment in = segment(plaintext);
      MemorySegment sealed = arena.allocate(plaintext.length + (long) AesGcm.TAG_BYTES);
      MemorySegment opened = arena.allocate(plaintext.length);
      context.seal(key, nonce, aad, in, sealed);
      byte[] actual = sealed.toArray(ValueLayout.JAVA_BYTE);
      byte[] actualEnd = Arrays.copyOfRange(actual, actual.length - end.length, actual.length);
      require(Arrays.equals(end, actualEnd), what + ": sealed wrongly");
      require(
          context.open(key, nonce, aad, sealed, opened) == plaintext.length
              && opened.mismatch(in) < 0,
          what + ": opened wrongly");
      sealed.set(ValueLayout.JAVA_BYTE, 0, (byte) (actual[0] ^ 1));
      require(
          context.open(key, nonce, aad, sealed, opened) == AesGcm.TAG_MISMATCH,
          what + ": a forgery was taken for genuine");
    }

    private MemorySegment segment(byte[] bytes) {
      return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
    }

    private static void require(boolean right, String otherwise) throws UnusableLibraryException {
      if (!right) {
        throw new UnusableLibraryException("self-test failed: " + otherwise);
      }
    }
  }
}

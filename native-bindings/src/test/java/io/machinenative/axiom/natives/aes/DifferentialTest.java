package io.machinenative.axiom.natives.aes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Every engine and variant beside the JDK's cipher: the same bytes for random keys, nonces, sizes,
 * alignments and associated data, and not a byte beside the buffers touched.
 */
class DifferentialTest {
  private static final long SEED = 0x5eed_ae5L;
  private static final int MESSAGES = 100_000;
  private static final int MESSAGE_MAX_BYTES = 70_000;
  private static final int AAD_MAX_BYTES = 300;

  private final Random random = new Random(SEED);

  @Test
  void sealsAndOpensAsTheJdkDoes() throws GeneralSecurityException {
    List<Subject> subjects = Subject.all().toList();
    List<GcmContext> contexts = subjects.stream().map(s -> s.newContext().get()).toList();
    try (Arena arena = Arena.ofConfined()) {
      Buffers buffers = new Buffers(arena);
      byte[] key = null;
      AesKey aesKey = null;
      for (int i = 0; i < MESSAGES; i++) {
        if (i % 100 == 0) {
          if (aesKey != null) {
            aesKey.close();
          }
          key = randomBytes(AesKey.KEY_BYTES);
          aesKey = AesKey.of(key);
        }
        Message message = Message.random(random, key);
        for (int s = 0; s < subjects.size(); s++) {
          String what =
              subjects.get(s) + ", message " + i + " of seed " + SEED + ", " + message.sizes();
          buffers.check(contexts.get(s), aesKey, message, what);
        }
      }
      aesKey.close();
    } finally {
      contexts.forEach(GcmContext::close);
    }
  }

  private byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** What is sealed, and what the JDK makes of it. */
  private record Message(
      byte[] nonce, byte[] aad, byte[] plaintext, byte[] sealed, int alignments, boolean inPlace) {
    static Message random(Random random, byte[] key) throws GeneralSecurityException {
      byte[] nonce = new byte[AesGcm.NONCE_BYTES];
      byte[] aad = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(AAD_MAX_BYTES)];
      byte[] plaintext = new byte[size(random)];
      random.nextBytes(nonce);
      random.nextBytes(aad);
      random.nextBytes(plaintext);
      byte[] sealed = ReferenceGcm.seal(key, nonce, aad, plaintext);
      return new Message(nonce, aad, plaintext, sealed, random.nextInt(), random.nextBoolean());
    }

    /** Mostly what messages are; now and then what files are. */
    private static int size(Random random) {
      int dice = random.nextInt(1000);
      int below = dice < 700 ? 300 : dice < 990 ? 2500 : dice < 998 ? 9000 : MESSAGE_MAX_BYTES;
      return random.nextInt(below);
    }

    String sizes() {
      return plaintext.length
          + " bytes, "
          + aad.length
          + " associated, alignments "
          + Integer.toHexString(alignments)
          + (inPlace ? ", in place" : "");
    }
  }

  /** Buffers with guards, used again for every message. */
  private static final class Buffers {
    private final GuardedBuffer nonce;
    private final GuardedBuffer aad;
    private final GuardedBuffer plaintext;
    private final GuardedBuffer sealed;

    Buffers(Arena arena) {
      nonce = new GuardedBuffer(arena, AesGcm.NONCE_BYTES);
      aad = new GuardedBuffer(arena, AAD_MAX_BYTES);
      plaintext = new GuardedBuffer(arena, MESSAGE_MAX_BYTES);
      sealed = new GuardedBuffer(arena, MESSAGE_MAX_BYTES + AesGcm.TAG_BYTES);
    }

    void check(GcmContext context, AesKey key, Message message, String what) {
      int alignments = message.alignments;
      MemorySegment iv = filled(nonce, alignments & 63, message.nonce);
      MemorySegment ad = filled(aad, alignments >>> 6 & 63, message.aad);
      MemorySegment out = sealed.take(alignments >>> 12 & 63, message.sealed.length);
      MemorySegment in = out.asSlice(0, message.plaintext.length);
      if (!message.inPlace) {
        in = plaintext.take(alignments >>> 18 & 63, message.plaintext.length);
      }
      in.copyFrom(MemorySegment.ofArray(message.plaintext));

      context.seal(key, iv, ad, in, out);
      assertArrayEquals(message.sealed, out.toArray(ValueLayout.JAVA_BYTE), what);
      checkGuards(what);

      if (!message.inPlace) {
        in.fill((byte) 0);
      }
      assertEquals(message.plaintext.length, context.open(key, iv, ad, out, in), what);
      assertArrayEquals(message.plaintext, in.toArray(ValueLayout.JAVA_BYTE), what);
      checkGuards(what);
    }

    private static MemorySegment filled(GuardedBuffer buffer, int alignment, byte[] bytes) {
      return buffer.take(alignment, bytes.length).copyFrom(MemorySegment.ofArray(bytes));
    }

    private void checkGuards(String what) {
      nonce.check(what);
      aad.check(what);
      plaintext.check(what);
      sealed.check(what);
    }
  }
}

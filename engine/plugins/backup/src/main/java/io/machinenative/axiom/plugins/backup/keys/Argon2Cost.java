package io.machinenative.axiom.plugins.backup.keys;

import io.machinenative.axiom.natives.argon2.Argon2id;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * What one guess of a passphrase costs, with Argon2id version 1.3 (RFC 9106).
 *
 * @param memoryKib 8 x lanes to 4 GiB
 * @param passes 1 or more
 * @param lanes 1 to 255
 */
public record Argon2Cost(int memoryKib, int passes, int lanes) {
  /**
   * The second choice of RFC 9106, section 4, for where 2 GiB are too much: 64 MiB, 3 passes, 4
   * lanes. About a third of a second.
   */
  public static final Argon2Cost DEFAULT = new Argon2Cost(64 << 10, 3, 4);

  /** For tests: as cheap as the function can be. */
  public static final Argon2Cost LEAST = new Argon2Cost(8, 1, 1);

  private static final int MEMORY_MAX_KIB = 4 << 20;
  private static final int PASSES_MAX = 1 << 10;
  private static final int LANES_MAX = 255;

  public Argon2Cost {
    if (lanes < 1 || lanes > LANES_MAX) {
      throw new IllegalArgumentException("lanes: expected 1 to 255, actual " + lanes);
    }
    if (memoryKib < 8 * lanes || memoryKib > MEMORY_MAX_KIB) {
      throw new IllegalArgumentException(
          "memoryKib: expected " + 8 * lanes + " to " + MEMORY_MAX_KIB + ", actual " + memoryKib);
    }
    if (passes < 1 || passes > PASSES_MAX) {
      throw new IllegalArgumentException("passes: expected 1 to 1024, actual " + passes);
    }
  }

  /** The 32 bytes that a passphrase becomes; the caller wipes them. */
  byte[] derive(char[] passphrase, byte[] salt) {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
    byte[] password = new byte[encoded.remaining()];
    encoded.get(password);
    byte[] key = new byte[KeyedHash.HASH_BYTES];
    try {
      if (!Argon2id.derive(passes, memoryKib, lanes, password, salt, key)) {
        deriveInJava(password, salt, key);
      }
    } finally {
      Arrays.fill(password, (byte) 0);
      Arrays.fill(encoded.array(), (byte) 0);
    }
    return key;
  }

  /** The same where the machine has no libargon2: a multiple of the CPU time, and on the heap. */
  void deriveInJava(byte[] password, byte[] salt, byte[] key) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withSalt(salt)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .build());
    generator.generateBytes(password, key);
  }
}

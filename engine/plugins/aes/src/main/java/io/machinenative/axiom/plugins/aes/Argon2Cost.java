package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.argon2.Argon2id;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * How a passphrase becomes a key: Argon2id, version 1.3, of RFC 9106. Immutable, as long as nobody
 * writes to the salt.
 *
 * <pre>
 *   0            4           8              12
 *   ├─ memory KiB ┼ iterations ┼ parallelism ┼─ salt, 16 ───┤
 * </pre>
 *
 * @param memoryKib {@value #MIN_MEMORY_KIB} to {@value #MAX_MEMORY_KIB}, on the heap or off it
 *     while the key is made
 * @param iterations {@value #MIN_ITERATIONS} to {@value #MAX_ITERATIONS}
 * @param parallelism 1 to {@value #MAX_PARALLELISM} lanes
 */
record Argon2Cost(int memoryKib, int iterations, int parallelism, byte[] salt) {
  static final int BYTES = 28;
  static final int SALT_BYTES = 16;

  /** 19 MiB and 2 iterations: the least that OWASP's cheat sheet for passwords recommends. */
  static final int MIN_MEMORY_KIB = 19 << 10;

  static final int MIN_ITERATIONS = 2;

  static final int MAX_MEMORY_KIB = 256 << 10;

  static final int MAX_ITERATIONS = 16;
  static final int MAX_PARALLELISM = 16;

  /**
   * Memory times iterations: about five times the usual cost, so that a hostile file makes its
   * reader work no more than some seconds.
   */
  static final int MAX_WORK_KIB = 1 << 20;

  Argon2Cost {
    requireWithin("memoryKib", MIN_MEMORY_KIB, MAX_MEMORY_KIB, memoryKib);
    requireWithin("iterations", MIN_ITERATIONS, MAX_ITERATIONS, iterations);
    requireWithin("parallelism", 1, MAX_PARALLELISM, parallelism);
    requireWithin("memoryKib times iterations", 0, MAX_WORK_KIB, memoryKib * iterations);
    requireWithin("salt", SALT_BYTES, SALT_BYTES, salt.length);
  }

  private static void requireWithin(String name, int least, int most, int actual) {
    if (actual < least || actual > most) {
      throw new IllegalArgumentException(
          String.format("Argon2id %s: expected %d to %d, actual %d", name, least, most, actual));
    }
  }

  /** With a salt of its own; 64 MiB, 3 and 4 are RFC 9106's second recommendation. */
  static Argon2Cost create(int memoryKib, int iterations, int parallelism, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new Argon2Cost(memoryKib, iterations, parallelism, salt);
  }

  byte[] encode() {
    return ByteBuffer.allocate(BYTES)
        .putInt(memoryKib)
        .putInt(iterations)
        .putInt(parallelism)
        .put(salt)
        .array();
  }

  /**
   * @throws IOException when it asks for too much, or for too little to be safe
   */
  static Argon2Cost decode(byte[] parameters) throws IOException {
    ByteBuffer from = ByteBuffer.wrap(parameters);
    int memoryKib = from.getInt();
    int iterations = from.getInt();
    int parallelism = from.getInt();
    byte[] salt = new byte[SALT_BYTES];
    from.get(salt);
    try {
      return new Argon2Cost(memoryKib, iterations, parallelism, salt);
    } catch (IllegalArgumentException e) {
      throw new IOException("refused: " + e.getMessage(), e);
    }
  }

  /** Makes the key: some tenths of a second. The caller closes it. */
  AesKey derive(byte[] passphrase) {
    byte[] key = new byte[AesKey.KEY_BYTES];
    try {
      if (!Argon2id.derive(iterations, memoryKib, parallelism, passphrase, salt, key)) {
        deriveInJava(passphrase, key);
      }
      return AesKey.of(key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** The same where the machine has no libargon2, on the heap, lane by lane. */
  void deriveInJava(byte[] passphrase, byte[] key) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(iterations)
            .withParallelism(parallelism)
            .withSalt(salt)
            .build());
    generator.generateBytes(passphrase, key);
  }
}

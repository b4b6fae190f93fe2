package io.machinenative.axiom.plugins.aes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.ToolException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Keys from the secrets of the configuration, and from passphrases of callers. Any thread. */
final class NamedSecrets {
  private final Map<String, SecretSpec> specs;
  private final Function<String, byte[]> server;
  private final int memoryKib;
  private final int iterations;
  private final int parallelism;
  private final SecureRandom random;

  /** Of making keys of passphrases: one at a time, for the memory that it takes. */
  private final Lock turn = new ReentrantLock();

  /**
   * @param server the secrets of the server, by name
   * @throws IllegalArgumentException when Argon2id would be too weak, or take too much
   */
  NamedSecrets(AesConfig config, Function<String, byte[]> server, SecureRandom random) {
    specs = Map.copyOf(config.secrets());
    this.server = server;
    memoryKib = config.argon2MemoryKib();
    iterations = config.argon2Iterations();
    parallelism = config.argon2Parallelism();
    this.random = random;
    Argon2Cost.create(memoryKib, iterations, parallelism, random);
  }

  /**
   * Keys of a secret that the configuration names; the caller closes them.
   *
   * @throws ToolException INVALID_ARGUMENT when it does not
   */
  KeyAccess named(String name) throws IOException {
    SecretSpec spec = specs.get(name);
    if (spec == null) {
      throw ToolException.invalid(
          "expected one of the configured secrets " + specs.keySet() + ", actual " + name);
    }
    return of(spec);
  }

  /** Keys of a secret; the caller closes them. */
  KeyAccess of(SecretSpec spec) throws IOException {
    if (spec.keyFile() != null) {
      return KeyFileAccess.read(Path.of(spec.keyFile()));
    }
    return passphrase(source(spec).read());
  }

  private SecretSource source(SecretSpec spec) {
    if (spec.environment() != null) {
      return SecretSource.environment(spec.environment());
    }
    if (spec.file() != null) {
      return SecretSource.file(Path.of(spec.file()));
    }
    if (spec.command() != null) {
      return SecretSource.command(spec.command());
    }
    return () -> server.apply(spec.server());
  }

  /** Keys of a passphrase that a caller brings; the caller closes them. */
  KeyAccess passphrase(String text) {
    return passphrase(text.getBytes(UTF_8));
  }

  private KeyAccess passphrase(byte[] bytes) {
    try {
      Argon2Cost cost = Argon2Cost.create(memoryKib, iterations, parallelism, random);
      return PassphraseAccess.of(bytes, cost, turn);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}

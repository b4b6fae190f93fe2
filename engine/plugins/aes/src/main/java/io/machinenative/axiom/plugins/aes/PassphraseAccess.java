package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.natives.aes.AesKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Keys of a passphrase. Everything that one of these seals shares one salt, so that a folder costs
 * one derivation; opening derives again when the parameters change. Any thread.
 */
public final class PassphraseAccess implements KeyAccess {
  /** Shorter ones are found by trying, whatever they cost. */
  static final int MIN_BYTES = 8;

  private final byte[] passphrase;
  private final Argon2Cost cost;
  private byte[] keyParameters = new byte[0];
  private AesKey key;

  private PassphraseAccess(byte[] passphrase, Argon2Cost cost) {
    this.passphrase = passphrase.clone();
    this.cost = cost;
  }

  /**
   * With the second recommendation of RFC 9106: 64 MiB, 3 iterations, 4 lanes.
   *
   * @param passphrase its UTF-8 bytes; copied
   */
  public static PassphraseAccess of(byte[] passphrase, SecureRandom random) {
    return of(passphrase, 64 << 10, 3, 4, random);
  }

  /**
   * @param passphrase its UTF-8 bytes; copied
   * @param memoryKib of Argon2id, and so on
   * @throws IllegalArgumentException when the passphrase or the cost is too small
   */
  public static PassphraseAccess of(
      byte[] passphrase, int memoryKib, int iterations, int parallelism, SecureRandom random) {
    if (passphrase.length < MIN_BYTES) {
      throw new IllegalArgumentException(
          "expected a passphrase of at least " + MIN_BYTES + " bytes, actual " + passphrase.length);
    }
    Argon2Cost cost = Argon2Cost.create(memoryKib, iterations, parallelism, random);
    return new PassphraseAccess(passphrase, cost);
  }

  @Override
  public synchronized WrappingKey forSealing() {
    byte[] parameters = cost.encode();
    return new WrappingKey(KeyKind.PASSPHRASE, KeyIds.NONE, parameters, key(cost, parameters));
  }

  @Override
  public synchronized WrappingKey forOpening(ContainerHeader header) throws IOException {
    if (header.kind() != KeyKind.PASSPHRASE) {
      throw new KeyUnavailableException(
          "sealed with key "
              + KeyIds.text(header.keyId())
              + " and not with a passphrase: open it without one");
    }
    byte[] parameters = header.parameters();
    AesKey made =
        Arrays.equals(parameters, keyParameters)
            ? key(cost, parameters)
            : key(Argon2Cost.decode(parameters), parameters);
    return new WrappingKey(KeyKind.PASSPHRASE, header.keyId(), parameters, made);
  }

  private AesKey key(Argon2Cost wanted, byte[] parameters) {
    if (key == null || !Arrays.equals(parameters, keyParameters)) {
      AesKey made = wanted.derive(passphrase);
      if (key != null) {
        key.close();
      }
      key = made;
      keyParameters = parameters;
    }
    return key;
  }

  @Override
  public synchronized void close() {
    Arrays.fill(passphrase, (byte) 0);
    if (key != null) {
      key.close();
      key = null;
      keyParameters = new byte[0];
    }
  }
}

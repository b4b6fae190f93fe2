package io.machinenative.axiom.plugins.backup.keys;

import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.plugins.backup.format.ByteSink;
import io.machinenative.axiom.plugins.backup.format.ByteSource;
import io.machinenative.axiom.plugins.backup.format.DamagedException;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * The master key, sealed with what a {@link Secret} becomes: the file {@code keys/ID}.
 *
 * <pre>
 *   0    8        9      10           14       15       16      32             48              96
 *   ├────┼────────┼──────┼────────────┼────────┼────────┼───────┼──────────────┼───────────────┤
 *   magic version  kind   memory KiB   passes   lanes    salt    repository id  sealed master key
 *   AXBKSLOT  1           u32          u8       u8       16      16             32 + 16
 * </pre>
 *
 * <p>Numbers are little-endian. The first 48 bytes are the associated data; the nonce is zero, for
 * a salt gives a key of its own. Memory, passes and lanes are zero for a key file. Stateless.
 */
public final class KeySlot {
  public static final int BYTES = 96;

  private static final byte[] MAGIC = "AXBKSLOT".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int SALT_BYTES = 16;
  private static final int HEADER_BYTES = 48;

  private KeySlot() {}

  /** A new slot for the keys of a repository. */
  public static byte[] seal(
      RepositoryKeys keys,
      ObjectId repository,
      Secret secret,
      Argon2Cost cost,
      SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    boolean costly = secret.kind() == KeyKind.PASSPHRASE;
    ByteSink header = new ByteSink(BYTES);
    header.raw(MAGIC).u8(VERSION).u8(secret.kind().code());
    header.u32(costly ? cost.memoryKib() : 0);
    header.u8(costly ? cost.passes() : 0).u8(costly ? cost.lanes() : 0).raw(salt);
    repository.write(header);
    byte[] aad = header.toArray();
    assert aad.length == HEADER_BYTES : aad.length;
    try (AesKey key = key(secret, cost, salt)) {
      return header.raw(SmallSeal.seal(key, keys.master(), aad)).toArray();
    }
  }

  /**
   * Tries a secret.
   *
   * @param name of the slot, for people
   * @return the keys, or nothing when the secret does not open this slot
   * @throws DamagedException when it is no slot of this repository
   */
  public static Optional<RepositoryKeys> open(
      String name, byte[] slot, ObjectId repository, Secret secret) throws DamagedException {
    ByteSource source = new ByteSource(name, slot);
    if (slot.length != BYTES || !Arrays.equals(source.raw(MAGIC.length), MAGIC)) {
      throw source.damaged("expected a key slot of 96 bytes, actual " + slot.length + " other");
    }
    int version = source.u8();
    if (version != VERSION) {
      throw source.damaged("expected version 1, actual " + version);
    }
    KeyKind kind = KeyKind.of(source);
    int memoryKib = source.u32();
    int passes = source.u8();
    int lanes = source.u8();
    byte[] salt = source.raw(SALT_BYTES);
    if (!ObjectId.of(source).equals(repository)) {
      throw source.damaged("expected a slot of this repository, actual one of another");
    }
    if (kind != secret.kind()) {
      return Optional.empty();
    }
    byte[] sealed = source.raw(source.remaining());
    try (AesKey key = key(secret, cost(source, kind, memoryKib, passes, lanes), salt)) {
      return SmallSeal.open(key, sealed, Arrays.copyOf(slot, HEADER_BYTES))
          .map(RepositoryKeys::new);
    }
  }

  private static Argon2Cost cost(
      ByteSource source, KeyKind kind, int memoryKib, int passes, int lanes)
      throws DamagedException {
    if (kind == KeyKind.KEY_FILE) {
      return Argon2Cost.LEAST;
    }
    try {
      return new Argon2Cost(memoryKib, passes, lanes);
    } catch (IllegalArgumentException e) {
      DamagedException damaged = source.damaged(e.getMessage());
      damaged.initCause(e);
      throw damaged;
    }
  }

  private static AesKey key(Secret secret, Argon2Cost cost, byte[] salt) {
    byte[] key =
        switch (secret) {
          case Secret.Passphrase(char[] characters) -> cost.derive(characters, salt);
          case Secret.KeyBytes(byte[] bytes) -> {
            try (KeyedHash hash = new KeyedHash(bytes)) {
              yield hash.hash(salt);
            }
          }
        };
    try {
      return AesKey.of(key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}

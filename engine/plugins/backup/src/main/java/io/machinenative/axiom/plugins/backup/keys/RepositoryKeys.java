package io.machinenative.axiom.plugins.backup.keys;

import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.plugins.backup.format.ByteSink;
import io.machinenative.axiom.plugins.backup.format.ChunkKind;
import io.machinenative.axiom.plugins.backup.format.DamagedException;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * All keys of a repository, which come of its one master key:
 *
 * <pre>
 *   key = HMAC-SHA-256(master, label [, 16 bytes of an id])
 *
 *   "axiom backup 1 chunk data"   names of chunks of files
 *   "axiom backup 1 chunk tree"   names of chunks of trees
 *   "axiom backup 1 gear"         where chunks are cut
 *   "axiom backup 1 pack"   + id  seals the pack of that id
 *   "axiom backup 1 " + folder + id  seals the one object of that id: index, snapshot
 * </pre>
 *
 * <p>A key for each file: so nonces may be the places in it, and a nonce is used twice only if 16
 * random bytes come twice.
 *
 * <p>Any thread. Owned by the repository; {@link #close} wipes the master key.
 */
public final class RepositoryKeys implements AutoCloseable {
  static final int MASTER_BYTES = 32;

  private static final String LABEL = "axiom backup 1 ";

  private final byte[] master;

  /**
   * @param master 32 bytes; taken over, and wiped when this is closed
   */
  RepositoryKeys(byte[] master) {
    if (master.length != MASTER_BYTES) {
      throw new IllegalArgumentException("expected 32 bytes, actual " + master.length);
    }
    this.master = master;
  }

  /** New keys for a new repository. */
  public static RepositoryKeys random(SecureRandom random) {
    byte[] master = new byte[MASTER_BYTES];
    random.nextBytes(master);
    return new RepositoryKeys(master);
  }

  byte[] master() {
    return master;
  }

  /** What names chunks of a kind: a hash for the calling thread, which closes it. */
  public KeyedHash chunkHash(ChunkKind kind) {
    byte[] key = derive(kind == ChunkKind.DATA ? "chunk data" : "chunk tree", null);
    try {
      return new KeyedHash(key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** What the table of the chunker comes of; the caller wipes it. */
  public byte[] gearKey() {
    return derive("gear", null);
  }

  /** The key of a pack; the caller closes it. */
  public AesKey packKey(ObjectId pack) {
    return aes("pack", pack);
  }

  /**
   * Seals an object of which there is one of this name, ever.
   *
   * @param header bytes before the sealed ones, in the clear and authenticated
   */
  public byte[] seal(String folder, ObjectId id, byte[] header, byte[] content) {
    try (AesKey key = aes(folder, id)) {
      return SmallSeal.seal(key, content, header);
    }
  }

  /**
   * Opens what {@link #seal} sealed.
   *
   * @throws DamagedException when it is not that
   */
  public byte[] open(String folder, ObjectId id, byte[] header, byte[] sealed)
      throws DamagedException {
    try (AesKey key = aes(folder, id)) {
      return SmallSeal.open(key, sealed, header)
          .orElseThrow(() ->
              new DamagedException(
                  folder + "/" + id + ": expected what was sealed, actual bytes that differ"));
    }
  }

  private AesKey aes(String label, ObjectId id) {
    byte[] key = derive(label, id);
    try {
      return AesKey.of(key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private byte[] derive(String label, ObjectId id) {
    ByteSink input = new ByteSink(64);
    input.raw((LABEL + label).getBytes(StandardCharsets.US_ASCII));
    if (id != null) {
      id.write(input);
    }
    try (KeyedHash hash = new KeyedHash(master)) {
      return hash.hash(input.toArray());
    }
  }

  @Override
  public void close() {
    Arrays.fill(master, (byte) 0);
  }
}

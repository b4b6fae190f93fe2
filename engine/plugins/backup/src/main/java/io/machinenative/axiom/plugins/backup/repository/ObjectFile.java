package io.machinenative.axiom.plugins.backup.repository;

import io.machinenative.axiom.plugins.backup.format.ByteSink;
import io.machinenative.axiom.plugins.backup.format.ByteSource;
import io.machinenative.axiom.plugins.backup.format.DamagedException;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.keys.RepositoryKeys;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A small sealed file: the repository's configuration, a snapshot, a part of the index.
 *
 * <pre>
 *   0          8         9        16      32
 *   ├──────────┼─────────┼────────┼───────┼── content, encrypted ──┼── tag 16 ──┤
 *    AXBKOBJ1   version   zeros    id
 * </pre>
 *
 * <p>Its key comes of its folder and id, so the nonce is zero; the first 32 bytes are the
 * associated data. Stateless.
 */
final class ObjectFile {
  static final int HEADER_BYTES = 32;

  private static final byte[] MAGIC = "AXBKOBJ1".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int ZEROS = 7;

  private ObjectFile() {}

  static byte[] seal(RepositoryKeys keys, String folder, ObjectId id, byte[] content) {
    byte[] header = header(id);
    byte[] sealed = keys.seal(folder, id, header, content);
    return new ByteSink(header.length + sealed.length).raw(header).raw(sealed).toArray();
  }

  static byte[] open(RepositoryKeys keys, String folder, ObjectId id, byte[] file)
      throws DamagedException {
    if (!idOf(folder + "/" + id, file).equals(id)) {
      throw new DamagedException(folder + "/" + id + ": expected this file, actual another one");
    }
    return keys.open(folder, id, header(id), Arrays.copyOfRange(file, HEADER_BYTES, file.length));
  }

  /** Which object a file is, without a key. */
  static ObjectId idOf(String name, byte[] file) throws DamagedException {
    ByteSource source = new ByteSource(name, file);
    if (file.length < HEADER_BYTES || !Arrays.equals(source.raw(MAGIC.length), MAGIC)) {
      throw source.damaged("expected a sealed object, actual another file");
    }
    int version = source.u8();
    if (version != VERSION) {
      throw source.damaged("expected version 1, actual " + version);
    }
    source.raw(ZEROS);
    ObjectId id = ObjectId.of(source);
    if (!Arrays.equals(file, 0, HEADER_BYTES, header(id), 0, HEADER_BYTES)) {
      throw source.damaged("expected zeros before the id, actual other bytes");
    }
    return id;
  }

  private static byte[] header(ObjectId id) {
    ByteSink header = new ByteSink(HEADER_BYTES).raw(MAGIC).u8(VERSION).raw(new byte[ZEROS]);
    id.write(header);
    return header.toArray();
  }
}

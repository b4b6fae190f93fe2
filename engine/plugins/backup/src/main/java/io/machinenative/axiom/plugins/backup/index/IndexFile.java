package io.machinenative.axiom.plugins.backup.index;

import io.machinenative.axiom.plugins.backup.format.ByteSink;
import io.machinenative.axiom.plugins.backup.format.ByteSource;
import io.machinenative.axiom.plugins.backup.format.ChunkId;
import io.machinenative.axiom.plugins.backup.format.ChunkKind;
import io.machinenative.axiom.plugins.backup.format.DamagedException;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.pack.PackDirectory;
import io.machinenative.axiom.plugins.backup.pack.PackEntry;
import io.machinenative.axiom.plugins.backup.pack.PackFormat;
import java.util.List;

/**
 * An index file: what is in some packs, so that nobody has to ask each. It says nothing that the
 * packs do not say themselves.
 *
 * <pre>
 *   packs: varint, then for each
 *     id 16 | kind u8 | pack's bytes: varint | chunks: varint, then for each
 *       id 20 | sealed bytes: varint
 * </pre>
 *
 * <p>A chunk begins where the one before ends, the first at 32. Stateless.
 */
public final class IndexFile {
  /** The folder of index files. */
  public static final String FOLDER = "index";

  /** From so many chunks on a writer begins the next file: about 1.2 MB. */
  public static final int FULL_CHUNKS = 48 << 10;

  private static final int PACK_LEAST_BYTES = ObjectId.BYTES + 3;

  private IndexFile() {}

  public static byte[] encode(List<PackDirectory> packs) {
    ByteSink sink = new ByteSink(1 << 16);
    sink.varint(packs.size());
    for (PackDirectory pack : packs) {
      pack.pack().write(sink);
      sink.u8(pack.kind().code()).varint(pack.packBytes()).varint(pack.entries().size());
      for (PackEntry entry : pack.entries()) {
        sink.raw(entry.id()).varint(entry.sealedBytes());
      }
    }
    return sink.toArray();
  }

  /** Adds all that a file says to an index. */
  public static void load(String name, byte[] content, ChunkIndex index) throws DamagedException {
    ByteSource source = new ByteSource(name, content);
    int packs = source.count(PACK_LEAST_BYTES);
    for (int i = 0; i < packs; i++) {
      ObjectId id = ObjectId.of(source);
      ChunkKind kind = ChunkKind.of(source);
      long packBytes = source.varint();
      int number = index.addPack(new PackInfo(id, kind, packBytes));
      int chunks = source.count(ChunkId.BYTES + 1);
      long offset = PackFormat.HEADER_BYTES;
      for (int j = 0; j < chunks; j++) {
        byte[] chunk = source.raw(ChunkId.BYTES);
        long sealedBytes = source.varint();
        if (sealedBytes < 0 || sealedBytes > packBytes - offset) {
          throw source.damaged("expected a chunk within its pack, actual one of " + sealedBytes);
        }
        index.add(chunk, number, offset, (int) sealedBytes);
        offset += sealedBytes;
      }
    }
    source.requireEnd();
  }
}

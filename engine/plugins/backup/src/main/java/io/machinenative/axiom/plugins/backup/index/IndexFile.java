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
import java.util.ArrayList;
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

  /** What a file says; the raw lengths of chunks, which it does not know, are 0. */
  public static List<PackDirectory> decode(String name, byte[] content) throws DamagedException {
    ByteSource source = new ByteSource(name, content);
    int count = source.count(PACK_LEAST_BYTES);
    List<PackDirectory> packs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ObjectId id = ObjectId.of(source);
      ChunkKind kind = ChunkKind.of(source);
      long packBytes = source.varint();
      int chunks = source.count(ChunkId.BYTES + 1);
      List<PackEntry> entries = new ArrayList<>(chunks);
      long offset = PackFormat.HEADER_BYTES;
      for (int j = 0; j < chunks; j++) {
        byte[] chunk = source.raw(ChunkId.BYTES);
        long sealedBytes = source.varint();
        if (sealedBytes < 0 || sealedBytes > packBytes - offset) {
          throw source.damaged("expected a chunk within its pack, actual one of " + sealedBytes);
        }
        entries.add(new PackEntry(chunk, offset, (int) sealedBytes, 0));
        offset += sealedBytes;
      }
      packs.add(new PackDirectory(id, kind, packBytes, entries));
    }
    source.requireEnd();
    return packs;
  }

  /** Adds all that a file says to an index. */
  public static void load(String name, byte[] content, ChunkIndex index) throws DamagedException {
    for (PackDirectory pack : decode(name, content)) {
      int number = index.addPack(new PackInfo(pack.pack(), pack.kind(), pack.packBytes()));
      for (PackEntry entry : pack.entries()) {
        index.add(entry.id(), number, entry.offset(), entry.sealedBytes());
      }
    }
  }
}

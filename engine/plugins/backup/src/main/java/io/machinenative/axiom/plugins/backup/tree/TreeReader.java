package io.machinenative.axiom.plugins.backup.tree;

import io.machinenative.axiom.plugins.backup.format.ByteSource;
import io.machinenative.axiom.plugins.backup.format.ChunkId;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The entries of a snapshot, in their order, read as they are asked for: memory does not grow with
 * the tree. Refuses what no writer makes: paths that lead out or are out of order, entries below
 * what is no directory. One thread's.
 */
public final class TreeReader {
  private final ChunkSource chunks;
  private final Iterator<byte[]> lists;
  private final PathOrder order = new PathOrder();
  private ByteSource list = new ByteSource("tree", new byte[0]);
  private ByteSource entries = list;
  private boolean inOrder = true;

  /** Gives the chunks. */
  @FunctionalInterface
  public interface ChunkSource {
    /** The content of a chunk of a tree: a copy. */
    byte[] read(byte[] id) throws IOException;
  }

  /**
   * @param lists as {@link TreeWriter#finish} answered
   */
  public TreeReader(List<byte[]> lists, ChunkSource chunks) {
    this.lists = lists.iterator();
    this.chunks = chunks;
  }

  /** The entries of one chunk, whose places in the tree are not checked. */
  public static TreeReader ofChunk(byte[] id, ChunkSource chunks) throws IOException {
    TreeReader reader = new TreeReader(List.of(), chunks);
    reader.entries = reader.open(id, TreeWriter.ENTRIES);
    reader.inOrder = false;
    return reader;
  }

  /** The next entry, or null at the end. */
  public Entry next() throws IOException {
    while (!entries.hasRemaining()) {
      byte[] id = nextChunk();
      if (id == null) {
        return null;
      }
      entries = open(id, TreeWriter.ENTRIES);
    }
    Entry entry = EntryCodec.read(entries, chunks);
    if (inOrder) {
      Optional<String> misplaced = order.next(entry.type(), entry.path());
      if (misplaced.isPresent()) {
        throw entries.damaged(misplaced.get());
      }
    }
    return entry;
  }

  /**
   * The id of the next chunk of entries, or null at the end: for who needs no entry. Not to be
   * mixed with {@link #next}.
   */
  public byte[] nextChunk() throws IOException {
    while (!list.hasRemaining()) {
      if (!lists.hasNext()) {
        return null;
      }
      list = open(lists.next(), TreeWriter.LIST);
    }
    return list.raw(ChunkId.BYTES);
  }

  private ByteSource open(byte[] id, int expected) throws IOException {
    ByteSource source = new ByteSource("tree chunk " + ChunkId.text(id), chunks.read(id));
    int actual = source.u8();
    if (actual != expected) {
      throw source.damaged("expected type " + expected + ", actual " + actual);
    }
    return source;
  }
}

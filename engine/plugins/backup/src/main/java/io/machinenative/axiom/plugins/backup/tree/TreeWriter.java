package io.machinenative.axiom.plugins.backup.tree;

import io.machinenative.axiom.plugins.backup.format.ByteSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns entries, in their order, into chunks, and those into lists of their ids:
 *
 * <pre>
 *   snapshot ──▶ list: 'L' ids of chunks ──▶ chunk: 'E' entries
 * </pre>
 *
 * <p>A chunk ends behind an entry whose path says so, under a key of the repository, so that a file
 * that comes or goes changes the chunk around it and no other. Memory does not grow with the tree,
 * but for one id of a list in ten thousand chunks. One thread's.
 */
public final class TreeWriter {
  static final int ENTRIES = 'E';
  static final int LIST = 'L';

  private static final int LEAST_BYTES = 32 << 10;
  private static final int MOST_BYTES = 256 << 10;

  /** One path in 256 ends a chunk that is long enough. */
  private static final int ENDING_SHIFT = Long.SIZE - 8;

  private static final int IDS_A_LIST = 10_000;

  private final long[] table;
  private final ChunkSink chunks;
  private final ByteSink entries = new ByteSink(MOST_BYTES + (64 << 10));
  private final ByteSink ids = new ByteSink(1 << 10);
  private final List<byte[]> lists = new ArrayList<>();
  private int idCount;

  /** Takes the chunks. */
  @FunctionalInterface
  public interface ChunkSink {
    /**
     * Stores a chunk.
     *
     * @return its id
     */
    byte[] store(byte[] content, int length) throws IOException;
  }

  /**
   * @param table of 256 secret words
   */
  public TreeWriter(long[] table, ChunkSink chunks) {
    this.table = table;
    this.chunks = chunks;
  }

  /** Adds the next entry. */
  public void add(Entry entry) throws IOException {
    if (entries.length() == 0) {
      entries.u8(ENTRIES);
    }
    EntryCodec.write(entry, entries, chunks);
    boolean ends = entries.length() >= LEAST_BYTES && ends(entry.path());
    if (ends || entries.length() >= MOST_BYTES) {
      endChunk();
    }
  }

  private boolean ends(byte[] path) {
    long hash = 0;
    for (byte character : path) {
      hash = (hash << 1) + table[character & 0xFF];
    }
    return hash >>> ENDING_SHIFT == 0;
  }

  private void endChunk() throws IOException {
    byte[] id = chunks.store(entries.array(), entries.length());
    entries.clear();
    if (ids.length() == 0) {
      ids.u8(LIST);
    }
    ids.raw(id);
    if (++idCount == IDS_A_LIST) {
      endList();
    }
  }

  private void endList() throws IOException {
    lists.add(chunks.store(ids.array(), ids.length()));
    ids.clear();
    idCount = 0;
  }

  /** The ids of the lists. */
  public List<byte[]> finish() throws IOException {
    if (entries.length() > 0) {
      endChunk();
    }
    if (idCount > 0) {
      endList();
    }
    return lists;
  }
}

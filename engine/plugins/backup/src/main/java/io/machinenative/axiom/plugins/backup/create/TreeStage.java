package io.machinenative.axiom.plugins.backup.create;

import io.machinenative.axiom.plugins.backup.tree.Entry;
import io.machinenative.axiom.plugins.backup.tree.TreeWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Takes the entries in their order, and stores the tree. One thread's; the chunks are the caller's.
 */
final class TreeStage implements AutoCloseable {
  private static final int CHUNK_MAX_BYTES = 1 << 20;

  private final ChunkStore chunks;
  private final WalkCounts counts;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment staging = arena.allocate(CHUNK_MAX_BYTES);
  private final TreeWriter writer;

  TreeStage(long[] table, ChunkStore chunks, WalkCounts counts) {
    this.chunks = chunks;
    this.counts = counts;
    writer = new TreeWriter(table, this::store);
  }

  private byte[] store(byte[] content, int length) throws IOException {
    MemorySegment.copy(content, 0, staging, ValueLayout.JAVA_BYTE, 0, length);
    try {
      byte[] name = chunks.hash().hash(staging.asSlice(0, length));
      return chunks.store(name, staging, 0, length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException ended = new InterruptedIOException("interrupted");
      ended.initCause(e);
      throw ended;
    }
  }

  void add(Entry entry) throws IOException {
    counts.count(entry);
    writer.add(entry);
  }

  /** The lists of the tree, of which all chunks are in packs that were handed over. */
  List<byte[]> finish() throws IOException {
    List<byte[]> lists = writer.finish();
    chunks.flush();
    return lists;
  }

  @Override
  public void close() {
    arena.close();
  }
}

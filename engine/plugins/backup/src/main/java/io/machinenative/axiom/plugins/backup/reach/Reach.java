package io.machinenative.axiom.plugins.backup.reach;

import io.machinenative.axiom.plugins.backup.format.ChunkId;
import io.machinenative.axiom.plugins.backup.index.ChunkIndex;
import io.machinenative.axiom.plugins.backup.repository.ChunkReader;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import io.machinenative.axiom.plugins.backup.tree.Content;
import io.machinenative.axiom.plugins.backup.tree.Entry;
import io.machinenative.axiom.plugins.backup.tree.TreeReader;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Marks every chunk that snapshots need. A chunk of a tree that several snapshots share is read
 * once, so the time is that of what differs; the memory is one bit a slot. One thread's.
 */
public final class Reach implements AutoCloseable {
  private final ChunkIndex index;
  private final ChunkReader chunks;
  private final Missing missing;
  private final BooleanSupplier cancelled;
  private final SlotMarks marks;

  /** Told of a chunk that is needed and not there. */
  @FunctionalInterface
  public interface Missing {
    /**
     * @param where the file or part of the tree that needs it
     */
    void report(Snapshot snapshot, String where, byte[] id) throws IOException;
  }

  /**
   * @param index to which nothing is added meanwhile
   */
  public Reach(ChunkIndex index, ChunkReader chunks, Missing missing, BooleanSupplier cancelled) {
    this.index = index;
    this.chunks = chunks;
    this.missing = missing;
    this.cancelled = cancelled;
    marks = new SlotMarks(index.slotCount());
  }

  /** Which slots are needed. */
  public SlotMarks marks() {
    return marks;
  }

  /**
   * Marks what a snapshot needs.
   *
   * @throws io.machinenative.axiom.plugins.backup.format.DamagedException when its tree cannot be
   *     read
   */
  public void add(Snapshot snapshot) throws IOException {
    for (byte[] list : snapshot.lists()) {
      mark(snapshot, "the list of the tree", list);
    }
    TreeReader lists = new TreeReader(snapshot.lists(), chunks::readTree);
    for (byte[] id = lists.nextChunk(); id != null; id = lists.nextChunk()) {
      if (cancelled.getAsBoolean()) {
        throw new CancellationException("cancelled");
      }
      if (mark(snapshot, "the tree", id)) {
        addEntries(snapshot, id);
      }
    }
  }

  private void addEntries(Snapshot snapshot, byte[] id) throws IOException {
    TreeReader entries =
        TreeReader.ofChunk(
            id,
            part -> {
              mark(snapshot, "the tree", part);
              return chunks.readTree(part);
            });
    for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
      Content content = entry.content();
      for (int i = 0; i < content.chunkCount(); i++) {
        mark(snapshot, entry.pathText(), content.id(i));
      }
    }
  }

  private boolean mark(Snapshot snapshot, String where, byte[] id) throws IOException {
    assert id.length == ChunkId.BYTES : id.length;
    long slot = index.slot(id);
    if (slot == ChunkIndex.NONE) {
      missing.report(snapshot, where, id);
      return false;
    }
    return marks.mark(slot);
  }

  @Override
  public void close() {
    marks.close();
  }
}

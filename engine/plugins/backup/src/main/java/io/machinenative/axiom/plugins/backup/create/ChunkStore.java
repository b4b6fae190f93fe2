package io.machinenative.axiom.plugins.backup.create;

import io.machinenative.axiom.plugins.backup.format.ChunkId;
import io.machinenative.axiom.plugins.backup.format.ChunkKind;
import io.machinenative.axiom.plugins.backup.index.ChunkIndex;
import io.machinenative.axiom.plugins.backup.keys.KeyedHash;
import io.machinenative.axiom.plugins.backup.keys.RepositoryKeys;
import io.machinenative.axiom.plugins.backup.pack.PackBuilder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Names chunks, and puts those that are new into packs. One thread's; as many as there are threads
 * share an index and a {@link PackStorer}, which are the caller's.
 */
final class ChunkStore implements AutoCloseable {
  private final ChunkIndex index;
  private final PackStorer storer;
  private final BackupProgress progress;
  private final KeyedHash hash;
  private final PackBuilder builder;
  private MemorySegment memory;

  ChunkStore(
      RepositoryKeys keys,
      ChunkKind kind,
      ChunkIndex index,
      PackStorer storer,
      BackupProgress progress,
      int packBytes,
      int level) {
    this.index = index;
    this.storer = storer;
    this.progress = progress;
    hash = keys.chunkHash(kind);
    builder = new PackBuilder(keys, kind, packBytes, level);
  }

  /** Names what comes; whoever computes a name on the way stores with {@link #store}. */
  KeyedHash hash() {
    return hash;
  }

  /**
   * Stores a chunk, when it is new.
   *
   * @param name what {@link #hash} says of it
   * @param content off the heap; borrowed for the call
   * @return its id
   */
  byte[] store(byte[] name, MemorySegment content, long offset, int bytes)
      throws IOException, InterruptedException {
    byte[] id = Arrays.copyOf(name, ChunkId.BYTES);
    if (index.announce(id)) {
      if (!builder.isOpen()) {
        memory = storer.take();
        builder.begin(storer.newName(), memory);
      }
      builder.add(id, content, offset, bytes);
      progress.chunkAdded(bytes);
      if (builder.isFull()) {
        flush();
      }
    }
    return id;
  }

  /** Hands over what there is of a pack. */
  void flush() {
    if (builder.isOpen()) {
      storer.store(builder.finish(), memory);
      memory = null;
    }
  }

  @Override
  public void close() {
    builder.close();
    hash.close();
  }
}

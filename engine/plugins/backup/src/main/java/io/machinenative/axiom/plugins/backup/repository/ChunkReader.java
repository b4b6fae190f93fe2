package io.machinenative.axiom.plugins.backup.repository;

import io.machinenative.axiom.plugins.backup.format.ChunkId;
import io.machinenative.axiom.plugins.backup.format.ChunkKind;
import io.machinenative.axiom.plugins.backup.format.DamagedException;
import io.machinenative.axiom.plugins.backup.index.Location;
import io.machinenative.axiom.plugins.backup.pack.PackReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.NoSuchFileException;

/**
 * Reads chunks by their names. When a pack is gone, a prune has moved what was in it: the index is
 * loaded again, and the chunk read from where it is now. So readers need no lock.
 *
 * <p>One thread's. Owns its buffers; repository and index are the caller's.
 */
public final class ChunkReader implements AutoCloseable {
  private final SharedIndex index;
  private final PackReader packs;

  public ChunkReader(Repository repository, SharedIndex index) {
    this.index = index;
    packs =
        new PackReader(
            repository.storage(), repository.keys(), repository.settings().chunkSizes().maxBytes());
  }

  /**
   * Reads a chunk.
   *
   * @return its content, until the next call
   * @throws DamagedException when it is not there, or not what was written
   */
  public MemorySegment read(ChunkKind kind, byte[] id) throws IOException {
    SharedIndex.State state = index.state();
    try {
      return read(state, kind, id);
    } catch (NoSuchFileException e) {
      return readAgain(state, kind, id, e);
    }
  }

  private MemorySegment readAgain(
      SharedIndex.State state, ChunkKind kind, byte[] id, NoSuchFileException first)
      throws IOException {
    try {
      return read(index.newerThan(state), kind, id);
    } catch (NoSuchFileException e) {
      first.addSuppressed(e);
      throw new DamagedException(
          "chunk %s: expected its pack, actual none: %s"
              .formatted(ChunkId.text(id), e.getMessage()),
          first);
    }
  }

  private MemorySegment read(SharedIndex.State state, ChunkKind kind, byte[] id)
      throws IOException {
    Location at =
        state
            .index()
            .find(id)
            .orElseThrow(() -> new NoSuchFileException("chunk " + ChunkId.text(id)));
    if (at.kind() != kind) {
      throw new DamagedException(
          "chunk %s: expected one of %s, actual %s".formatted(ChunkId.text(id), kind, at.kind()));
    }
    return packs.read(at.pack(), kind, id, at.offset(), at.sealedBytes(), false);
  }

  /** The content of a chunk of a tree: a copy. */
  public byte[] readTree(byte[] id) throws IOException {
    return read(ChunkKind.TREE, id).toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public void close() {
    packs.close();
  }
}

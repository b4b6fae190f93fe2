package io.machinenative.axiom.plugins.backup.repository;

import io.machinenative.axiom.plugins.backup.index.ChunkIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The index that the readers of one run share, and load anew when a prune made it old. Any thread.
 * Owns the indexes that it loads.
 */
public final class SharedIndex implements AutoCloseable {
  private final Repository repository;
  private final List<ChunkIndex> owned = new ArrayList<>();
  private State state;

  /** An index, and how old it is. */
  public record State(ChunkIndex index, int generation) {}

  /** Loads the index. */
  public SharedIndex(Repository repository) throws IOException {
    this.repository = repository;
    state = new State(load(), 0);
  }

  /**
   * Takes an index that somebody else goes on to write.
   *
   * @param index the caller's
   */
  public SharedIndex(Repository repository, ChunkIndex index) {
    this.repository = repository;
    state = new State(index, 0);
  }

  private ChunkIndex load() throws IOException {
    ChunkIndex index = repository.loadIndex();
    owned.add(index);
    return index;
  }

  public synchronized State state() {
    return state;
  }

  /** The index as it is now, when it is still the one that was not good enough. */
  synchronized State newerThan(State old) throws IOException {
    if (state.generation() == old.generation()) {
      state = new State(load(), old.generation() + 1);
    }
    return state;
  }

  @Override
  public synchronized void close() {
    owned.forEach(ChunkIndex::close);
    owned.clear();
  }
}

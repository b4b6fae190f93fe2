package io.machinenative.axiom.plugins.backup.repository;

import io.machinenative.axiom.plugins.backup.index.ChunkIndex;
import io.machinenative.axiom.plugins.backup.index.PackInfo;
import java.io.IOException;
import java.util.List;

/**
 * How much is in a repository.
 *
 * @param snapshotBytes of the files of all snapshots, one by one: as if each had its own copy
 * @param packBytes that they take
 * @param chunks that there are
 * @param indexMemoryBytes that the index of them takes in memory
 */
public record RepositoryStats(
    int snapshots,
    long snapshotBytes,
    int packs,
    long packBytes,
    long chunks,
    long indexMemoryBytes) {

  public static RepositoryStats of(Repository repository) throws IOException {
    List<Snapshot> snapshots = repository.snapshots();
    try (ChunkIndex index = repository.loadIndex()) {
      List<PackInfo> packs = index.packs();
      return new RepositoryStats(
          snapshots.size(),
          snapshots.stream().mapToLong(snapshot -> snapshot.totals().bytes()).sum(),
          packs.size(),
          packs.stream().mapToLong(PackInfo::packBytes).sum(),
          index.chunkCount(),
          index.memoryBytes());
    }
  }
}

package io.machinenative.axiom.plugins.backup.prune;

import io.machinenative.axiom.plugins.backup.create.Failure;
import io.machinenative.axiom.plugins.backup.format.ChunkId;
import io.machinenative.axiom.plugins.backup.format.ChunkKind;
import io.machinenative.axiom.plugins.backup.format.DamagedException;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.index.ChunkIndex;
import io.machinenative.axiom.plugins.backup.index.IndexFile;
import io.machinenative.axiom.plugins.backup.index.PackInfo;
import io.machinenative.axiom.plugins.backup.pack.PackDirectory;
import io.machinenative.axiom.plugins.backup.pack.PackFormat;
import io.machinenative.axiom.plugins.backup.reach.Reach;
import io.machinenative.axiom.plugins.backup.reach.SlotMarks;
import io.machinenative.axiom.plugins.backup.repository.ChunkReader;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.RepositoryLock;
import io.machinenative.axiom.plugins.backup.repository.SharedIndex;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import io.machinenative.axiom.plugins.backup.repository.Surroundings;
import io.machinenative.axiom.plugins.backup.repository.UnindexedPacks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Removes snapshots by their age, and what no snapshot needs. In this order, so that a crash
 * between any two steps leaves a repository in which everything that a snapshot needs is found:
 *
 * <ol>
 *   <li>snapshots that may go
 *   <li>new packs, of what is needed in packs that are mostly waste, and index files of those that
 *       are stored
 *   <li>new index files in the place of old ones
 *   <li>old index files
 *   <li>old packs
 * </ol>
 *
 * <p>Nobody else may write meanwhile; readers may read, for a pack is gone only when the index says
 * where else its chunks are. Refuses to remove anything when something that is needed is missing.
 * Memory: the index, a bit for each slot of it, one pack, two index files; a kilobyte a snapshot.
 * Used once, by one thread.
 */
public final class PruneRun {
  private final Repository repository;
  private final Surroundings surroundings;
  private final PruneRequest request;
  private final BooleanSupplier cancelled;
  private final Failure failure;

  /**
   * @param repository the caller's
   * @param cancelled asked often: the run ends with a CancellationException; what is done is done
   */
  public PruneRun(
      Repository repository,
      Surroundings surroundings,
      PruneRequest request,
      BooleanSupplier cancelled) {
    this.repository = repository;
    this.surroundings = surroundings;
    this.request = request;
    this.cancelled = cancelled;
    failure = new Failure(cancelled);
  }

  public PruneReport run() throws IOException {
    try (RepositoryLock lock = RepositoryLock.acquire(repository, surroundings, true)) {
      List<Snapshot> kept = new ArrayList<>(repository.snapshots());
      List<Snapshot> expired =
          request.retention().map(rule -> rule.expired(kept, request.zone())).orElse(List.of());
      Set<ObjectId> expiredIds = new HashSet<>(expired.stream().map(Snapshot::id).toList());
      kept.removeIf(snapshot -> expiredIds.contains(snapshot.id()));
      if (!request.dryRun()) {
        lock.requireHeld();
        for (Snapshot snapshot : expired) {
          repository.storage().delete(Snapshot.FOLDER + "/" + snapshot.id());
        }
        repository.storage().clean();
      }
      return prune(lock, expired, kept);
    }
  }

  private PruneReport prune(RepositoryLock lock, List<Snapshot> expired, List<Snapshot> kept)
      throws IOException {
    try (ChunkIndex index = repository.loadIndex()) {
      // A pack that nobody knows, and that is none, is of no use, and does no harm: verify names
      // it.
      List<PackDirectory> adopted = UnindexedPacks.adopt(repository, index, damage -> {});
      try (SharedIndex shared = new SharedIndex(repository, index);
          ChunkReader chunks = new ChunkReader(repository, shared);
          Reach reach = new Reach(index, chunks, PruneRun::missing, cancelled)) {
        for (Snapshot snapshot : kept) {
          reach.add(snapshot);
        }
        PackPlan plan =
            PackPlan.of(
                index, reach.marks(), request.wastePercent(), repository.settings().packBytes());
        long newBytes = 0;
        if (!request.dryRun()) {
          newBytes = carryOut(lock, plan, index, reach.marks(), adopted);
        }
        long oldBytes =
            plan.removed().stream().mapToLong(PackInfo::packBytes).sum()
                + plan.rewritten().stream().mapToLong(PackInfo::packBytes).sum();
        return new PruneReport(
            expired,
            kept.size(),
            reach.marks().count(),
            index.chunkCount() - reach.marks().count(),
            plan.removed().size(),
            plan.rewritten().size(),
            request.dryRun() ? 0 : oldBytes - newBytes,
            request.dryRun() ? plan.packBytes() : plan.packBytes() - oldBytes + newBytes);
      }
    }
  }

  private static void missing(Snapshot snapshot, String where, byte[] id) throws DamagedException {
    throw new DamagedException(
        "snapshot %s: %s: expected chunk %s, actual none; nothing is removed from a damaged repository"
            .formatted(snapshot.id().shortName(), where, ChunkId.text(id)));
  }

  /** Answers how many bytes the new packs have. */
  private long carryOut(
      RepositoryLock lock,
      PackPlan plan,
      ChunkIndex index,
      SlotMarks needed,
      List<PackDirectory> adopted)
      throws IOException {
    Set<ObjectId> gone = new HashSet<>();
    plan.removed().forEach(pack -> gone.add(pack.id()));
    plan.rewritten().forEach(pack -> gone.add(pack.id()));
    IndexRewriter indexes = new IndexRewriter(repository, surroundings, gone);
    List<ObjectId> oldFiles = repository.ids(IndexFile.FOLDER);
    long newBytes = 0;
    for (ChunkKind kind : ChunkKind.values()) {
      newBytes += rewrite(plan, index, needed, kind, indexes);
    }
    for (PackDirectory pack : adopted) {
      if (!gone.contains(pack.pack())) {
        indexes.add(pack);
      }
    }
    List<ObjectId> replaced = indexes.replace(oldFiles);
    lock.requireHeld();
    for (ObjectId file : replaced) {
      repository.storage().delete(IndexFile.FOLDER + "/" + file);
    }
    for (ObjectId pack : gone) {
      repository.storage().delete(PackFormat.name(pack));
    }
    return newBytes;
  }

  private long rewrite(
      PackPlan plan, ChunkIndex index, SlotMarks needed, ChunkKind kind, IndexRewriter indexes)
      throws IOException {
    List<PackInfo> packs = plan.rewritten().stream().filter(pack -> pack.kind() == kind).toList();
    if (packs.isEmpty()) {
      return 0;
    }
    try (PackRewriter rewriter =
        new PackRewriter(repository, surroundings, index, needed, failure, kind, indexes)) {
      for (PackInfo pack : packs) {
        rewriter.copy(pack);
      }
      return rewriter.finish();
    }
  }
}

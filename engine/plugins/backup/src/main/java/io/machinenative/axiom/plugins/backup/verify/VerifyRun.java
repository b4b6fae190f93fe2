package io.machinenative.axiom.plugins.backup.verify;

import io.machinenative.axiom.plugins.backup.create.Failure;
import io.machinenative.axiom.plugins.backup.format.ChunkId;
import io.machinenative.axiom.plugins.backup.format.DamagedException;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.index.ChunkIndex;
import io.machinenative.axiom.plugins.backup.index.PackInfo;
import io.machinenative.axiom.plugins.backup.pack.PackFormat;
import io.machinenative.axiom.plugins.backup.reach.Reach;
import io.machinenative.axiom.plugins.backup.repository.ChunkReader;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.SharedIndex;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import io.machinenative.axiom.plugins.backup.repository.Surroundings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Looks whether a repository holds what it says. A check reads what describes (index, directories
 * of packs, trees); a verification reads every byte, decrypts, decompresses, and compares each
 * chunk with its name.
 *
 * <p>Finds, and names, every flipped bit of a pack, an index file or a snapshot; packs that are
 * missing, cut off or of another length; chunks that snapshots need and nobody has. Used once, by
 * one thread; writers may go on meanwhile.
 */
public final class VerifyRun {
  private static final int WAITING = 64;
  private static final long LOOK_MS = 100;

  private final Repository repository;
  private final Surroundings surroundings;
  private final Findings findings;
  private final Failure failure;
  private final BooleanSupplier cancelled;
  private final boolean everything;

  /**
   * @param repository the caller's
   * @param everything whether all content is read
   * @param cancelled asked often: the run ends with a CancellationException
   */
  public VerifyRun(
      Repository repository,
      Surroundings surroundings,
      Findings findings,
      boolean everything,
      BooleanSupplier cancelled) {
    this.repository = repository;
    this.surroundings = surroundings;
    this.findings = findings;
    this.everything = everything;
    this.cancelled = cancelled;
    failure = new Failure(cancelled);
  }

  public VerifyReport run() throws IOException, InterruptedException {
    try (ChunkIndex index = loadIndex()) {
      List<Snapshot> snapshots = snapshots();
      Map<ObjectId, Long> packs = packs();
      compare(index, packs);
      provePacks(index, packs);
      long used = reach(index, snapshots);
      return new VerifyReport(
          snapshots.size(),
          packs.size(),
          index.chunkCount(),
          findings.provenChunks(),
          findings.provenBytes(),
          index.chunkCount() - used,
          findings.problems(),
          findings.problemCount());
    }
  }

  private ChunkIndex loadIndex() throws IOException {
    return repository.loadIndex(damage -> findings.problem(damage.getMessage()));
  }

  private List<Snapshot> snapshots() throws IOException {
    List<Snapshot> snapshots = new ArrayList<>();
    for (ObjectId id : repository.ids(Snapshot.FOLDER)) {
      try {
        snapshots.add(repository.snapshot(id));
      } catch (DamagedException e) {
        findings.problem(e.getMessage());
      }
    }
    return snapshots;
  }

  private Map<ObjectId, Long> packs() throws IOException {
    Map<ObjectId, Long> packs = new HashMap<>();
    repository
        .storage()
        .list(
            PackFormat.FOLDER,
            (name, bytes) -> {
              try {
                packs.put(ObjectId.parse(name), bytes);
              } catch (IllegalArgumentException e) {
                findings.problem(PackFormat.FOLDER + "/" + name + ": " + e.getMessage());
              }
            });
    return packs;
  }

  private void compare(ChunkIndex index, Map<ObjectId, Long> packs) {
    for (PackInfo pack : index.packs()) {
      Long bytes = packs.get(pack.id());
      if (bytes == null) {
        findings.problem(PackFormat.name(pack.id()) + ": expected a pack, actual none");
      } else if (bytes != pack.packBytes()) {
        findings.problem(
            "%s: expected %d bytes, actual %d"
                .formatted(PackFormat.name(pack.id()), pack.packBytes(), bytes));
      }
    }
  }

  private void provePacks(ChunkIndex index, Map<ObjectId, Long> packs)
      throws IOException, InterruptedException {
    BlockingQueue<PackProver.Pack> queue = new ArrayBlockingQueue<>(WAITING);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < surroundings.workers(); i++) {
      PackProver prover = new PackProver(repository, index, queue, findings, failure, everything);
      Thread thread = surroundings.threads().newThread(prover);
      threads.add(thread);
      thread.start();
    }
    try {
      for (Map.Entry<ObjectId, Long> pack : packs.entrySet()) {
        put(queue, new PackProver.Pack(pack.getKey(), pack.getValue()));
      }
      for (int i = 0; i < threads.size(); i++) {
        put(queue, PackProver.Pack.END);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      failure.set(e);
      queue.clear();
      threads.forEach(thread -> queue.offer(PackProver.Pack.END));
      throw e;
    } finally {
      for (Thread thread : threads) {
        thread.join();
      }
    }
    failure.throwIfAny();
  }

  private void put(BlockingQueue<PackProver.Pack> queue, PackProver.Pack pack)
      throws InterruptedException, IOException {
    while (!queue.offer(pack, LOOK_MS, TimeUnit.MILLISECONDS)) {
      failure.throwIfAny();
    }
  }

  private long reach(ChunkIndex index, List<Snapshot> snapshots) throws IOException {
    try (SharedIndex shared = new SharedIndex(repository, index);
        ChunkReader chunks = new ChunkReader(repository, shared);
        Reach reach = new Reach(index, chunks, this::missing, cancelled)) {
      for (Snapshot snapshot : snapshots) {
        try {
          reach.add(snapshot);
        } catch (DamagedException e) {
          findings.problem(
              "snapshot %s: its tree cannot be read: %s"
                  .formatted(snapshot.id().shortName(), e.getMessage()));
        }
      }
      return reach.marks().count();
    }
  }

  private void missing(Snapshot snapshot, String where, byte[] id) {
    findings.problem(
        "snapshot %s: %s: expected chunk %s, actual none"
            .formatted(snapshot.id().shortName(), where, ChunkId.text(id)));
  }
}

package io.machinenative.axiom.plugins.backup.create;

import io.machinenative.axiom.plugins.backup.files.Excludes;
import io.machinenative.axiom.plugins.backup.files.TreeScanner;
import io.machinenative.axiom.plugins.backup.format.ChunkKind;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.index.ChunkIndex;
import io.machinenative.axiom.plugins.backup.pack.PackBuilder;
import io.machinenative.axiom.plugins.backup.pack.PackDirectory;
import io.machinenative.axiom.plugins.backup.repository.ChunkReader;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.RepositoryLock;
import io.machinenative.axiom.plugins.backup.repository.SharedIndex;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import io.machinenative.axiom.plugins.backup.repository.SnapshotKind;
import io.machinenative.axiom.plugins.backup.repository.SnapshotTotals;
import io.machinenative.axiom.plugins.backup.repository.Surroundings;
import io.machinenative.axiom.plugins.backup.repository.UnindexedPacks;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Makes a snapshot.
 *
 * <pre>
 *   walk ──▶ parts of files ──▶ workers: read, cut, name, compress, seal ──▶ packs ──▶ storer
 *     └────▶ entries in order ◀───────────┘ contents                                    │
 *                 └──▶ chunks of the tree ──▶ packs ─────────────────────────────────▶──┘
 * </pre>
 *
 * <p>The snapshot is written when all packs and their index are on the disk: a crash before that
 * leaves packs which the next run finds and uses. Used once, by one thread, which walks; memory
 * does not grow with the tree, but for what the index takes.
 */
public final class BackupRun {
  private static final int TREE_PACK_BYTES = 4 << 20;
  private static final long NS_MS = 1_000_000;

  private final Repository repository;
  private final Surroundings surroundings;
  private final BackupRequest request;
  private final BackupProgress progress;
  private final Failure failure;

  /**
   * @param repository the caller's
   * @param cancelled asked often: the run ends with a CancellationException
   */
  public BackupRun(
      Repository repository,
      Surroundings surroundings,
      BackupRequest request,
      BackupProgress progress,
      BooleanSupplier cancelled) {
    this.repository = repository;
    this.surroundings = surroundings;
    this.request = request;
    this.progress = progress;
    failure = new Failure(cancelled);
  }

  /** Runs; what it answers is in the repository. */
  public Snapshot run() throws IOException, InterruptedException {
    long startNs = surroundings.nanos().getAsLong();
    long timeMs = surroundings.epochMs().getAsLong();
    List<TreeScanner.Source> sources = TreeScanner.sources(request.sources());
    List<String> paths = sources.stream().map(source -> source.path().toString()).sorted().toList();
    try (RepositoryLock lock = RepositoryLock.acquire(repository, surroundings, false);
        ChunkIndex index = repository.loadIndex();
        PackStorer storer = storer(index, adopt(index))) {
      Optional<Snapshot> parent = parent(paths);
      WalkCounts counts = new WalkCounts();
      List<byte[]> lists = walk(sources, parent, index, storer, counts);
      storer.finish();
      long durationMs = (surroundings.nanos().getAsLong() - startNs) / NS_MS;
      Snapshot snapshot =
          new Snapshot(
              ObjectId.random(surroundings.random()),
              timeMs,
              request.kind(),
              parent.map(Snapshot::id),
              surroundings.host(),
              paths,
              request.tags(),
              totals(counts, durationMs),
              lists);
      failure.throwIfAny();
      lock.requireHeld();
      repository.writeSnapshot(snapshot);
      return snapshot;
    }
  }

  private SnapshotTotals totals(WalkCounts counts, long durationMs) {
    return new SnapshotTotals(
        counts.files(),
        counts.directories(),
        counts.symbolicLinks(),
        counts.bytes(),
        progress.readFiles(),
        progress.readBytes(),
        progress.newChunks(),
        progress.newBytes(),
        progress.storedBytes(),
        progress.warningCount(),
        durationMs);
  }

  /** The snapshot whose unchanged files need not be read. */
  private Optional<Snapshot> parent(List<String> paths) throws IOException {
    if (request.kind() == SnapshotKind.FULL) {
      return Optional.empty();
    }
    boolean fullOnly = request.kind() == SnapshotKind.DIFFERENTIAL;
    return repository.snapshots().reversed().stream()
        .filter(snapshot -> snapshot.host().equals(surroundings.host()))
        .filter(snapshot -> snapshot.sources().equals(paths))
        .filter(snapshot -> !fullOnly || snapshot.kind() == SnapshotKind.FULL)
        .findFirst();
  }

  private List<PackDirectory> adopt(ChunkIndex index) throws IOException {
    return UnindexedPacks.adopt(
        repository,
        index,
        damage ->
            progress.warn(
                "a pack that no index mentions is damaged, and not used: " + damage.getMessage()));
  }

  private PackStorer storer(ChunkIndex index, List<PackDirectory> adopted) {
    long bufferBytes =
        PackBuilder.memoryBytes(
            repository.settings().packBytes(), repository.settings().chunkSizes().maxBytes());
    int buffers = surroundings.workers() + 2;
    return new PackStorer(
        repository, index, surroundings, progress, failure, buffers, bufferBytes, adopted);
  }

  private List<byte[]> walk(
      List<TreeScanner.Source> sources,
      Optional<Snapshot> parent,
      ChunkIndex index,
      PackStorer storer,
      WalkCounts counts)
      throws IOException, InterruptedException {
    Excludes excludes =
        new Excludes(FileSystems.getDefault(), request.excludes(), request.skipHidden());
    TreeScanner.Problems problems =
        (path, problem) -> progress.warn(path + ": left out: " + problem);
    try (TreeScanner scanner =
            new TreeScanner(sources, excludes, request.oneFileSystem(), problems);
        ChunkStore treeChunks =
            new ChunkStore(
                repository.keys(),
                ChunkKind.TREE,
                index,
                storer,
                progress,
                TREE_PACK_BYTES,
                request.level());
        SharedIndex shared = new SharedIndex(repository, index);
        ChunkReader chunks = new ChunkReader(repository, shared);
        TreeStage tree = new TreeStage(repository.table(), treeChunks, counts);
        WorkerPool workers =
            new WorkerPool(repository, surroundings, index, storer, progress, failure, request)) {
      ParentFiles files =
          parent.map(snapshot -> new ParentFiles(snapshot, chunks, index, progress)).orElse(null);
      new Walk(scanner, files, workers, tree, progress, failure).run();
      workers.finish();
      return tree.finish();
    } catch (IOException | InterruptedException | RuntimeException e) {
      failure.set(e);
      throw e;
    }
  }
}

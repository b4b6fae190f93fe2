package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.StoreFullException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes out of a damaged journal what is whole, and puts a snapshot of it in place.
 *
 * <pre>
 *   links to all files in damaged-N ─▶ whole entries into a view ─▶ snapshot, numbered behind all
 *   others, which it covers ─▶ the files go
 * </pre>
 *
 * <p>Killed at any point, the store is damaged as before or recovered. Under the store's lock; one
 * thread; used once.
 */
final class Salvage {
  /** No store comes to have a view of that number. */
  static final long GENERATION = 0;

  private final StoreFiles files;
  private final StoreRecovery.Policy policy;
  private final StoreSize size;
  private final List<String> losses = new ArrayList<>();
  private UUID storeId;
  private long revision;

  Salvage(StoreFiles files, StoreRecovery.Policy policy, StoreSize size) {
    this.files = files;
    this.policy = policy;
    this.size = size;
  }

  StoreRecovery.Result run() throws IOException {
    List<Path> damaged = files.journal().inOrder();
    Path originals = linkTo(files.directory(), damaged);
    try (View view = View.create(files, GENERATION, size)) {
      collect(damaged, view);
      long number = StoreFiles.numberOf(damaged.getLast()) + 1;
      SnapshotFile.write(files, storeId, number, revision, view.map());
      damaged.forEach(StoreFiles::remove);
      StoreFiles.remove(files.head());
      // What came back or was lost made no revision: who followed must read anew.
      StoreFiles.remove(files.lineage());
      files.syncDirectory();
      return new StoreRecovery.Result(view.records(), revision, losses, Optional.of(originals));
    } finally {
      StoreFiles.remove(files.view(GENERATION));
    }
  }

  private static Path linkTo(Path directory, List<Path> damaged) throws IOException {
    int number = 1;
    while (Files.exists(directory.resolve("damaged-" + number))) {
      number++;
    }
    Path originals = Files.createDirectory(directory.resolve("damaged-" + number));
    for (Path file : damaged) {
      Files.createLink(originals.resolve(file.getFileName()), file);
    }
    return originals;
  }

  private void collect(List<Path> damaged, View view) {
    long expected = StoreFiles.numberOf(damaged.getFirst());
    for (Path file : damaged) {
      if (StoreFiles.numberOf(file) != expected) {
        losses.add("segments " + expected + " to " + (StoreFiles.numberOf(file) - 1));
      }
      if (mustStop() || !collect(file, view)) {
        return;
      }
      expected = StoreFiles.numberOf(file) + 1;
    }
  }

  private boolean mustStop() {
    return policy == StoreRecovery.Policy.CUT && !losses.isEmpty();
  }

  /** Takes what is whole in one file; false when the rest has to go. */
  private boolean collect(Path file, View view) {
    try (SegmentReader reader = SegmentReader.openDamaged(file, losses::add)) {
      storeId = storeId == null ? reader.header().storeId() : storeId;
      while (!mustStop()) {
        boolean sealed = collectWhole(reader, view);
        if (sealed || reader.bytesUpToLastNonZero(reader.end()) == 0) {
          return true;
        }
        long from = reader.end();
        String damage = reader.damage();
        boolean more = policy == StoreRecovery.Policy.SKIP && reader.resync();
        losses.add(
            "%s from offset %d to %s: %s"
                .formatted(file, from, more ? reader.position() : "the end", damage));
        if (!more) {
          return policy == StoreRecovery.Policy.SKIP;
        }
        take(reader.entry(), view);
      }
      return false;
    }
  }

  private boolean collectWhole(SegmentReader reader, View view) {
    while (reader.next()) {
      if (reader.entry().type() == Entry.SEAL) {
        return true;
      }
      take(reader.entry(), view);
    }
    return false;
  }

  /**
   * @throws StoreFullException when there is more than the size allows
   */
  private void take(Entry entry, View view) {
    revision = Math.max(revision, entry.revision());
    if (entry.isChange()) {
      view.apply(entry);
    }
  }
}

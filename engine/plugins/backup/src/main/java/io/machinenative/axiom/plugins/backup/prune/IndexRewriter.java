package io.machinenative.axiom.plugins.backup.prune;

import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.index.IndexFile;
import io.machinenative.axiom.plugins.backup.pack.PackDirectory;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.Surroundings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes index files anew that mention packs which go, or that are short: one after the other, so
 * that memory holds two at a time. The old ones stay until the caller removes them. One thread's.
 */
final class IndexRewriter {
  private static final int SHORT_CHUNKS = IndexFile.FULL_CHUNKS / 2;

  private final Repository repository;
  private final Surroundings surroundings;
  private final Set<ObjectId> gone;
  private List<PackDirectory> pending = new ArrayList<>();
  private int pendingChunks;

  /**
   * @param gone packs that no new file mentions
   */
  IndexRewriter(Repository repository, Surroundings surroundings, Set<ObjectId> gone) {
    this.repository = repository;
    this.surroundings = surroundings;
    this.gone = gone;
  }

  /** Adds a pack that is stored. */
  void add(PackDirectory pack) throws IOException {
    pending.add(pack);
    pendingChunks += pack.entries().size();
    if (pendingChunks >= IndexFile.FULL_CHUNKS) {
      write();
    }
  }

  private void write() throws IOException {
    if (!pending.isEmpty()) {
      repository.writeIndex(pending, surroundings);
      pending = new ArrayList<>();
      pendingChunks = 0;
    }
  }

  /**
   * Writes new files for old ones that need it.
   *
   * @return the old ones, which are of no use any more
   */
  List<ObjectId> replace(List<ObjectId> files) throws IOException {
    List<ObjectId> replaced = new ArrayList<>();
    for (ObjectId file : files) {
      List<PackDirectory> packs = repository.readIndex(file);
      int chunks = packs.stream().mapToInt(pack -> pack.entries().size()).sum();
      boolean mentionsGone = packs.stream().anyMatch(pack -> gone.contains(pack.pack()));
      if (mentionsGone || chunks < SHORT_CHUNKS) {
        for (PackDirectory pack : packs) {
          if (!gone.contains(pack.pack())) {
            add(pack);
          }
        }
        replaced.add(file);
      }
    }
    write();
    return replaced;
  }
}

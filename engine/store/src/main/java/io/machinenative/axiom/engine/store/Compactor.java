package io.machinenative.axiom.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps the journal short: writes the records that are still current in all finished segments to a
 * snapshot, which then takes their place. It works in steps after commits, each in proportion to
 * what the commit wrote, so that no commit pays for all.
 *
 * <pre>
 *   17.snapshot  18.journal  19.journal  20.journal (open)
 *   └──────────── read ────────────────┘
 *        │ what the view still has at that revision
 *        ▼
 *   19.snapshot.new ── sync, rename, sync the directory ─▶ 19.snapshot; 17 to 19 are removed
 * </pre>
 *
 * <p>The store's writer alone, and only while nothing is staged: what replaces an entry that is
 * left out has to be in the journal. Owns its files while it is at work.
 */
final class Compactor {
  /** So many bytes are read for each that a commit wrote: done before as much again was written. */
  private static final int PACE = 4;

  /** Begun when the journal is so many times as long as the live records take. */
  private static final int SLACK = 2;

  private static final int SMALLEST_SEGMENTS = 4;

  private final StoreFiles files;
  private final UUID storeId;
  private final int segmentBytes;
  private final JournalWriter journal;
  private List<Path> sources = List.of();
  private int sourceIndex;
  private SegmentReader reader;
  private SnapshotFile snapshot;
  private long sourceBytes;
  private long revision;
  private long notBeforeBytes;
  private volatile Optional<String> lastFailure = Optional.empty();

  Compactor(StoreFiles files, UUID storeId, int segmentBytes, JournalWriter journal) {
    this.files = files;
    this.storeId = storeId;
    this.segmentBytes = segmentBytes;
    this.journal = journal;
  }

  /**
   * Goes on, or begins when it is worth it. Never fails: a compaction that the disk refuses is
   * given up and tried again later.
   *
   * @param committedBytes of the commit before
   */
  void step(View view, int committedBytes) {
    if (snapshot == null && !isWorthIt(view)) {
      return;
    }
    try {
      if (snapshot == null) {
        begin();
      }
      work(view, (long) committedBytes * PACE);
    } catch (IOException | UncheckedIOException e) {
      giveUp();
      lastFailure = Optional.of(e.toString());
      notBeforeBytes = journal.journalBytes() + segmentBytes;
    }
  }

  private boolean isWorthIt(View view) {
    long liveBytes = view.payloadBytes() + view.records() * (Entry.HEADER_BYTES + Entry.ALIGNMENT);
    long most = Math.max(SLACK * liveBytes, (long) SMALLEST_SEGMENTS * segmentBytes);
    return journal.journalBytes() > Math.max(most, notBeforeBytes);
  }

  private void begin() throws IOException {
    long last = journal.number() - 1;
    sources =
        files.journal().inOrder().stream().filter(f -> StoreFiles.numberOf(f) <= last).toList();
    snapshot = SnapshotFile.begin(files, storeId, last);
    sourceIndex = 0;
    sourceBytes = 0;
  }

  private void work(View view, long budgetBytes) throws IOException {
    long left = budgetBytes;
    while (left > 0) {
      if (reader == null) {
        if (sourceIndex == sources.size()) {
          finish();
          return;
        }
        reader = SegmentReader.open(sources.get(sourceIndex++));
      }
      if (!reader.next()) {
        endSource();
      } else {
        left -= take(view, reader.entry());
      }
    }
  }

  private int take(View view, Entry entry) {
    revision = entry.revision();
    if (entry.type() == Entry.PUT && view.isCurrent(entry)) {
      snapshot.add(entry);
    }
    return entry.alignedLength();
  }

  private void endSource() {
    sourceBytes += reader.end();
    reader.close();
    reader = null;
  }

  private void finish() throws IOException {
    // What replaces the entries that were left out has to be as durable as they were.
    journal.force();
    snapshot.finish(revision);
    Path target = snapshot.target();
    journal.replaced(sourceBytes, snapshot.bytes());
    snapshot.close();
    snapshot = null;
    sources.stream().filter(source -> !source.equals(target)).forEach(StoreFiles::remove);
    files.syncDirectory();
    lastFailure = Optional.empty();
  }

  /** Leaves the journal as it is; removes what was written so far. */
  void giveUp() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
    if (snapshot != null) {
      snapshot.close();
      snapshot = null;
    }
  }

  /** Why the last one was given up; empty when it was not. */
  Optional<String> lastFailure() {
    return lastFailure;
  }
}

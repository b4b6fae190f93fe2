package io.machinenative.axiom.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
  private static final int OUT_BYTES = 1024 * 1024;
  private static final int MARK_BYTES = Entry.bytes(0, 0);

  private final StoreFiles files;
  private final UUID storeId;
  private final int segmentBytes;
  private final JournalWriter journal;
  private final ByteBuffer out = ByteBuffer.allocateDirect(OUT_BYTES);
  private final Entry mark = new Entry(out);
  private List<Path> sources = List.of();
  private int sourceIndex;
  private SegmentReader reader;
  private FileChannel channel;
  private Path target;
  private long written;
  private int outBytes;
  private long sourceBytes;
  private long revision;
  private long notBeforeBytes;
  private Optional<String> lastFailure = Optional.empty();

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
    if (channel == null && !isWorthIt(view)) {
      return;
    }
    try {
      if (channel == null) {
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
    target = files.snapshot(last);
    channel =
        FileChannel.open(
            StoreFiles.unfinished(target),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    FileHeader header = new FileHeader(FileHeader.Kind.SNAPSHOT, storeId, last, 0);
    SegmentFile.write(channel, header.encode(), 0);
    written = FileHeader.BYTES;
    sourceIndex = 0;
    sourceBytes = 0;
    outBytes = 0;
  }

  private void work(View view, long budgetBytes) throws IOException {
    long left = budgetBytes;
    while (left > 0 && channel != null) {
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

  private int take(View view, Entry entry) throws IOException {
    int bytes = entry.alignedLength();
    revision = entry.revision();
    if (entry.type() == Entry.PUT && view.isCurrent(entry)) {
      if (outBytes + bytes + 2 * MARK_BYTES > OUT_BYTES) {
        drain();
      }
      entry.copyTo(out, outBytes);
      outBytes += bytes;
    }
    return bytes;
  }

  private void endSource() {
    sourceBytes += reader.end();
    reader.close();
    reader = null;
  }

  private void drain() throws IOException {
    SegmentFile.write(channel, out.clear().limit(outBytes), written);
    written += outBytes;
    outBytes = 0;
    channel.force(false);
  }

  private void finish() throws IOException {
    mark.at(outBytes).encodeMark(Entry.COMMIT, Entry.ACKNOWLEDGED, revision);
    mark.at(outBytes + MARK_BYTES).encodeMark(Entry.SEAL, 0, revision);
    outBytes += 2 * MARK_BYTES;
    drain();
    channel.force(true);
    channel.close();
    channel = null;
    journal.force();
    files.finish(target);
    sources.stream().filter(source -> !source.equals(target)).forEach(StoreFiles::remove);
    files.syncDirectory();
    journal.replaced(sourceBytes, written);
    lastFailure = Optional.empty();
  }

  /** Leaves the journal as it is; removes what was written so far. */
  void giveUp() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        lastFailure = Optional.of(e.toString());
      }
      channel = null;
      StoreFiles.remove(StoreFiles.unfinished(target));
    }
  }

  /** Why the last one was given up; empty when it was not. */
  Optional<String> lastFailure() {
    return lastFailure;
  }
}

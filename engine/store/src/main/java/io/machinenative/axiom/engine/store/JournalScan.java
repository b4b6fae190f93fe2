package io.machinenative.axiom.engine.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads a whole journal and finds its end, or what is wrong with it.
 *
 * <pre>
 *   … │ batch │ COMMIT │ batch │ COMMIT │ half a ba ▒▒▒▒ 0 0 0 0
 *                                       ▲
 *                                       the end: what comes behind was never acknowledged
 * </pre>
 *
 * <p>What is not whole is the torn tail of a killed writer when nothing was acknowledged behind it:
 * it is cut. It is damage when the head says that the journal was acknowledged further, when a
 * later segment exists, or when something follows the commit behind it, since a batch is only begun
 * when the one before is done.
 *
 * <p>Revisions rise from change to change; in a snapshot they come in any order, up to that of its
 * commit. One thread; used once.
 */
final class JournalScan {
  private final StoreFiles.Journal journal;
  private final Optional<HeadState> head;
  private UUID storeId;
  private long revision;
  private long journalBytes;
  private long position;
  private long tornBytes;
  private boolean sealed;

  /**
   * @param storeId that the files should have; null when nobody knows
   * @param head how far the journal was acknowledged; empty when nobody knows
   */
  JournalScan(StoreFiles.Journal journal, UUID storeId, Optional<HeadState> head) {
    this.journal = journal;
    this.storeId = storeId;
    this.head = head;
  }

  /**
   * Reads.
   *
   * @throws StoreDamagedException naming the first damage
   * @throws StoreFormatException when a file belongs to something else
   */
  JournalEnd run() {
    List<Path> files = journal.inOrder();
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i);
      try (SegmentReader reader = SegmentReader.open(file)) {
        checkPlace(reader, i == 0 ? null : files.get(i - 1));
        scan(reader, i == files.size() - 1);
      }
    }
    checkHead(files);
    long number = files.isEmpty() ? 0 : StoreFiles.numberOf(files.getLast());
    return new JournalEnd(
        storeId, files, number, position, sealed, revision, journalBytes, tornBytes);
  }

  private void checkPlace(SegmentReader reader, Path before) {
    FileHeader header = reader.header();
    if (storeId == null) {
      storeId = header.storeId();
    }
    if (!storeId.equals(header.storeId())) {
      throw new StoreFormatException(
          "%s belongs to store %s, the head or the files before it to %s"
              .formatted(reader.file(), header.storeId(), storeId));
    }
    long expected = before == null ? header.number() : StoreFiles.numberOf(before) + 1;
    boolean first = before == null && header.kind() == FileHeader.Kind.JOURNAL;
    if ((first && header.number() != 1) || header.number() != expected) {
      throw new StoreDamagedException(
          reader.file(), 0, "segment " + (first ? 1 : expected) + " before it is missing");
    }
    if (header.kind() == FileHeader.Kind.JOURNAL && header.revisionBefore() != revision) {
      throw new StoreDamagedException(
          reader.file(),
          0,
          "expected to go on after revision %d, actual %d"
              .formatted(revision, header.revisionBefore()));
    }
  }

  /** Reads one file to its end, and leaves {@link #position} behind its last commit. */
  private void scan(SegmentReader reader, boolean last) {
    position = FileHeader.BYTES;
    sealed = false;
    long batchRevision = revision;
    while (!sealed && reader.next()) {
      Entry entry = reader.entry();
      batchRevision = checkRevision(reader, batchRevision);
      sealed = entry.type() == Entry.SEAL;
      if (!entry.isChange()) {
        position = reader.end();
        revision = batchRevision;
      }
    }
    journalBytes += position;
    if (sealed || (reader.end() == position && reader.bytesUpToLastNonZero(position) == 0)) {
      requireSealedUnlessLast(reader, last);
      return;
    }
    requireTornTail(reader, last);
  }

  private static long checkRevision(SegmentReader reader, long before) {
    Entry entry = reader.entry();
    long found = entry.revision();
    if (entry.isChange() && reader.header().kind() == FileHeader.Kind.SNAPSHOT) {
      return Math.max(before, found);
    }
    boolean risen = entry.isChange() ? found > before : found >= before;
    if (!risen) {
      throw new StoreDamagedException(
          reader.file(),
          reader.position(),
          "expected a revision above " + before + ", actual " + found);
    }
    return found;
  }

  private void requireSealedUnlessLast(SegmentReader reader, boolean last) {
    if (!sealed && (!last || reader.header().kind() == FileHeader.Kind.SNAPSHOT)) {
      throw new StoreDamagedException(
          reader.file(), position, "expected more entries or the file's seal, actual its end");
    }
  }

  private void requireTornTail(SegmentReader reader, boolean last) {
    long offset = reader.end();
    String damage = reader.damage();
    tornBytes = reader.bytesUpToLastNonZero(position);
    boolean snapshot = reader.header().kind() == FileHeader.Kind.SNAPSHOT;
    if (!last || snapshot || isAcknowledgedBehindEnd(reader.header()) || isFollowedByMore(reader)) {
      throw new StoreDamagedException(reader.file(), offset, damage);
    }
  }

  private boolean isAcknowledgedBehindEnd(FileHeader header) {
    return head.isPresent()
        && head.get().segment() == header.number()
        && head.get().position() > position;
  }

  /** Whether behind what is not whole there is a commit with something behind it. */
  private static boolean isFollowedByMore(SegmentReader reader) {
    boolean committed = false;
    while (reader.resync()) {
      do {
        if (committed) {
          return true;
        }
        Entry entry = reader.entry();
        committed =
            entry.type() == Entry.SEAL || (entry.type() == Entry.COMMIT && entry.isAcknowledged());
      } while (reader.next());
    }
    return false;
  }

  private void checkHead(List<Path> files) {
    if (head.isEmpty()) {
      return;
    }
    HeadState state = head.get();
    long number = files.isEmpty() ? 0 : StoreFiles.numberOf(files.getLast());
    if (state.segment() > number || (state.segment() == number && state.position() > position)) {
      Path file = files.isEmpty() ? Path.of("the journal") : files.getLast();
      throw new StoreDamagedException(
          file,
          position,
          "expected entries up to offset %d of segment %d, which were acknowledged; actual end here"
              .formatted(state.position(), state.segment()));
    }
  }
}

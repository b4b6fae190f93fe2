package io.machinenative.axiom.engine.registry.feed;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The last changes of the registry, in a ring. Bounded by their number and by their bytes, whoever
 * reads how slowly: a reader brings the revision that it has seen, and who comes too late is told
 * so.
 *
 * <pre>
 *      oldest                        published
 *        │                               │
 *   ──┬──▼──┬─────┬─────┬─────┬─────┬────▼┬─ ─ ─┐
 *     │  7  │  8  │  9  │ 10  │ 11  │ 12  │ 13  │   13 is written, and shown when it is committed
 *   ──┴─────┴─────┴─────┴─────┴─────┴─────┴─ ─ ─┘
 *
 *   read after  9: 10, 11, 12      after 12: nothing yet
 *   read after  5: RESYNC          after 20: RESYNC, that was another registry's
 * </pre>
 *
 * <p><b>Threads.</b> One writer, the conductor: {@link #append} and {@link #publish}. Any number of
 * readers on any threads, without locks: a change is immutable, so a reader either finds the
 * revision that it looks for, or something else and knows that it is too late.
 */
public final class ChangeFeed {
  /** The changes after that revision are gone: read all records, then go on from there. */
  public static final int RESYNC = -1;

  private final AtomicReferenceArray<Change> ring;
  private final int mask;
  private final long maxBytes;
  private final StoreLineage lineage;
  private long bytes;
  private long appended;
  private volatile long oldest;
  private volatile long published;

  /**
   * @param capacity changes kept, at most; a power of two
   * @param maxBytes their records' bytes together, at most; one change is always kept
   * @param revision of the registry as it was opened; the next change has the one after
   * @param lineage of the store whose changes these are
   */
  public ChangeFeed(int capacity, long maxBytes, long revision, StoreLineage lineage) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("expected a power of two, got a capacity of " + capacity);
    }
    ring = new AtomicReferenceArray<>(capacity);
    mask = capacity - 1;
    this.maxBytes = maxBytes;
    this.lineage = lineage;
    appended = revision;
    published = revision;
    oldest = revision + 1;
  }

  /**
   * Adds a change, not shown yet. Drops the oldest where there is no room.
   *
   * @throws IllegalArgumentException when its revision is not the next
   */
  public void append(Change change) {
    if (change.revision() != appended + 1) {
      throw new IllegalArgumentException(
          "expected a change of revision " + (appended + 1) + ", got " + change.revision());
    }
    appended = change.revision();
    bytes += change.recordLength();
    while (oldest < appended && (appended - oldest > mask || bytes > maxBytes)) {
      dropOldest();
    }
    // release: pairs with the acquire in read
    ring.setRelease((int) (appended & mask), change);
  }

  private void dropOldest() {
    int slot = (int) (oldest & mask);
    Change change = ring.getPlain(slot);
    bytes -= change.recordLength();
    ring.setRelease(slot, null);
    oldest = oldest + 1;
  }

  /** Shows all changes so far: they are durable now. */
  public void publish() {
    published = appended;
  }

  /** Which run of the store this feed belongs to. */
  public StoreLineage lineage() {
    return lineage;
  }

  /** Of the last change that is shown. */
  public long revision() {
    return published;
  }

  /** Of the first change that is kept; one above {@link #revision} when none is. */
  public long oldestRevision() {
    return oldest;
  }

  /** The kept records' bytes together; for the writer. */
  public long bytes() {
    return bytes;
  }

  /**
   * Reads the changes after a revision.
   *
   * @param limit of changes in this call
   * @return how many were handed over, 0 when there is nothing new; {@link #RESYNC} when the one
   *     after that revision is gone, or that revision has never been
   */
  public int read(long afterRevision, int limit, ChangeHandler handler) {
    long last = published;
    if (afterRevision > last) {
      return RESYNC;
    }
    int count = 0;
    for (long revision = afterRevision + 1; revision <= last && count < limit; revision++) {
      Change change = ring.getAcquire((int) (revision & mask));
      if (change == null || change.revision() != revision) {
        return count == 0 ? RESYNC : count;
      }
      handler.onChange(change);
      count++;
    }
    return count;
  }
}

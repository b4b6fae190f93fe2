package io.machinenative.axiom.engine.control.wire;

import io.machinenative.axiom.codec.ChangeType;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.RegistryChangesEncoder;
import io.machinenative.axiom.codec.RegistryResyncEncoder;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.ChangeCursor;
import io.machinenative.axiom.engine.pipeline.RegistryGate;
import io.machinenative.axiom.engine.registry.feed.Change;
import io.machinenative.axiom.engine.registry.feed.ChangeFeed;
import io.machinenative.axiom.engine.registry.feed.ChangeHandler;
import io.machinenative.axiom.engine.registry.feed.WatchFilter;
import org.agrona.MutableDirectBuffer;

/**
 * A watch's place in the feed, and the messages that bring it forward. Owned by an ingress agent;
 * reads the feed without a lock; allocates the texts of keys.
 */
final class FeedCursor implements ChangeCursor, ChangeHandler {
  /** Several changes share a message up to here. */
  private static final int BATCH_BYTES = 16 * 1024;

  /** Changes looked at for one message, so that a narrow watch does not hold up its agent. */
  private static final int MOST_LOOKS = 512;

  /**
   * After so many changes that do not fit the watch its reader is told how far it is, so that it
   * can resume from there.
   */
  private static final long CHANGES_PER_NOTE = 1024;

  private static final int OVERHEAD_BYTES =
      WireLimits.HEADER_BYTES
          + RegistryChangesEncoder.BLOCK_LENGTH
          + RegistryChangesEncoder.ChangesEncoder.HEADER_SIZE;

  private static final int ENTRY_OVERHEAD_BYTES =
      RegistryChangesEncoder.ChangesEncoder.sbeBlockLength()
          + RegistryChangesEncoder.ChangesEncoder.keyHeaderLength()
          + RegistryChangesEncoder.ChangesEncoder.recordHeaderLength();

  private final ChangeFeed feed;
  private final WatchFilter filter;
  private final boolean beganWithResync;
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final RegistryChangesEncoder changes = new RegistryChangesEncoder();
  private final RegistryResyncEncoder resync = new RegistryResyncEncoder();
  private long revision;
  private long toldRevision;
  private long nextRevision;
  private int nextCount;
  private Change read;

  /**
   * @param resumable whether {@code after} is a revision of this feed or of the one that it goes on
   *     from
   * @param after the last revision that is known, or {@link RegistryGate#NOW}
   */
  FeedCursor(ChangeFeed feed, WatchFilter filter, boolean resumable, long after) {
    this.feed = feed;
    this.filter = filter;
    long last = feed.revision();
    boolean isNow = after == RegistryGate.NOW;
    beganWithResync = !isNow && (!resumable || after > last || after + 1 < feed.oldestRevision());
    revision = isNow || beganWithResync ? last : after;
    toldRevision = revision;
  }

  @Override
  public long feedIdHigh() {
    return feed.lineage().id().getMostSignificantBits();
  }

  @Override
  public long feedIdLow() {
    return feed.lineage().id().getLeastSignificantBits();
  }

  @Override
  public long revision() {
    return revision;
  }

  @Override
  public boolean beganWithResync() {
    return beganWithResync;
  }

  @Override
  public boolean isBehind() {
    return revision < feed.revision();
  }

  @Override
  public int encode(long watchId, long credit, MutableDirectBuffer into, int maxBytes) {
    long last = feed.revision();
    int most = (int) Math.min(credit, MOST_LOOKS);
    RegistryChangesEncoder.ChangesEncoder entries =
        changes
            .wrapAndApplyHeader(into, 0, header)
            .watchId(watchId)
            .revision(revision)
            .changesCount(most);
    nextRevision = revision;
    nextCount = 0;
    for (int looks = 0; looks < MOST_LOOKS && nextRevision < last && nextCount < most; looks++) {
      if (feed.read(nextRevision, 1, this) == ChangeFeed.RESYNC) {
        if (nextCount == 0) {
          return encodeResync(watchId, into);
        }
        break;
      }
      if (filter.fits(read.key()) && !add(entries, maxBytes)) {
        break;
      }
      nextRevision++;
    }
    if (nextCount == 0 && nextRevision - toldRevision < CHANGES_PER_NOTE) {
      revision = nextRevision;
      return NOTHING;
    }
    entries.resetCountToIndex();
    changes.revision(nextRevision);
    return WireLimits.HEADER_BYTES + changes.encodedLength();
  }

  private int encodeResync(long watchId, MutableDirectBuffer into) {
    nextRevision = feed.revision();
    resync.wrapAndApplyHeader(into, 0, header).watchId(watchId).revision(nextRevision);
    return WireLimits.HEADER_BYTES + resync.encodedLength();
  }

  /** False when it does not fit beside the others. */
  private boolean add(RegistryChangesEncoder.ChangesEncoder entries, int maxBytes) {
    String key = read.key().toString();
    int bytes = ENTRY_OVERHEAD_BYTES + key.length() + read.recordLength();
    int used = WireLimits.HEADER_BYTES + changes.encodedLength();
    boolean isFirst = nextCount == 0;
    if (!isFirst && used + bytes > Math.min(BATCH_BYTES, maxBytes)) {
      return false;
    }
    boolean leftOut = isFirst && OVERHEAD_BYTES + bytes > maxBytes;
    entries
        .next()
        .changeRevision(read.revision())
        .changeType(ChangeType.get((short) read.type().ordinal()))
        .flags()
        .clear()
        .recordLeftOut(leftOut);
    entries.key(key).putRecord(read.recordBytes(), 0, leftOut ? 0 : read.recordLength());
    nextCount++;
    return true;
  }

  @Override
  public void onChange(Change change) {
    read = change;
  }

  @Override
  public int advance() {
    revision = nextRevision;
    toldRevision = nextRevision;
    read = null;
    return nextCount;
  }
}

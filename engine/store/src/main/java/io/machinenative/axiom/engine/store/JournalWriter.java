package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import io.machinenative.axiom.engine.registry.StoreFullException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.agrona.DirectBuffer;

/**
 * Appends to the journal: changes gather in memory, {@link #commit} writes them in one go. Room for
 * what is gathered, its commit and the segment's seal is there before a change is taken, so a full
 * disk refuses a change and never a commit.
 *
 * <p>The store's writer alone. Owns its channel and its buffer; allocates only when a segment ends.
 */
final class JournalWriter implements AutoCloseable {
  private static final int STAGING_BYTES = 1024 * 1024;
  private static final int MARKS_BYTES = 2 * Entry.bytes(0, 0);
  private static final int MARK_BYTES = Entry.bytes(0, 0);

  private final StoreFiles files;
  private final UUID storeId;
  private final Durability durability;
  private final int segmentBytes;
  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);
  private final Entry entry = new Entry(staging);
  private FileChannel channel;
  private long number;
  private long position;
  private long fileBytes;
  private boolean sealed;
  private int stagedBytes;
  private long revision;
  private long journalBytes;

  /**
   * Goes on where the journal ends; cuts what is torn.
   *
   * @throws StoreFullException when there is no journal yet, and the disk has no room for one
   */
  JournalWriter(StoreFiles files, StoreOptions options, UUID storeId, JournalEnd end) {
    this.files = files;
    this.storeId = storeId;
    durability = options.durability();
    segmentBytes = options.segmentBytes();
    number = end.number();
    position = end.position();
    revision = end.revision();
    journalBytes = end.journalBytes();
    sealed = end.files().isEmpty() || end.sealed();
    if (end.files().isEmpty()) {
      openNext();
    } else if (!sealed) {
      reopen(end);
    }
  }

  private void reopen(JournalEnd end) {
    Path file = files.segment(number);
    try {
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
      fileBytes = channel.size();
      if (end.tornBytes() > 0) {
        SegmentFile.blank(channel, position, position + end.tornBytes());
        channel.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e, e);
    }
  }

  /**
   * Makes room for a change.
   *
   * @throws StoreFullException when the disk has none; nothing was changed
   */
  void reserve(int keyLength, int valueLength) {
    int bytes = Entry.bytes(keyLength, valueLength);
    if (stagedBytes + bytes + MARKS_BYTES > STAGING_BYTES) {
      flush(0);
    }
    if (sealed || position + stagedBytes + bytes + MARKS_BYTES > fileBytes) {
      roll();
    }
  }

  /** Takes a change for which {@link #reserve} made room. */
  void stage(
      int type,
      DirectBuffer key,
      int keyOffset,
      int keyLength,
      DirectBuffer value,
      int valueOffset,
      int valueLength,
      long revision) {
    entry
        .at(stagedBytes)
        .encode(type, 0, revision, key, keyOffset, keyLength, value, valueOffset, valueLength);
    stagedBytes += Entry.bytes(keyLength, valueLength);
    this.revision = revision;
  }

  /**
   * Makes what was staged durable.
   *
   * @return how many bytes it took; 0 when nothing was staged
   */
  int commit() {
    int before = stagedBytes;
    flush(Entry.ACKNOWLEDGED);
    if (before > 0 && durability == Durability.POWER) {
      force();
    }
    return before;
  }

  private void flush(int flags) {
    if (stagedBytes == 0) {
      return;
    }
    entry.at(stagedBytes).encodeMark(Entry.COMMIT, flags, revision);
    append(stagedBytes + MARK_BYTES);
    stagedBytes = 0;
  }

  private void append(int bytes) {
    try {
      SegmentFile.write(channel, staging.clear().limit(bytes), position);
      position += bytes;
      journalBytes += bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(files.segment(number) + " cannot be written: " + e, e);
    }
  }

  /** Syncs the open segment. */
  void force() {
    try {
      if (channel != null) {
        channel.force(false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(files.segment(number) + " cannot be synced: " + e, e);
    }
  }

  /** Ends the segment and begins the next; nothing is staged afterwards. */
  private void roll() {
    if (!sealed) {
      flush(0);
      entry.at(0).encodeMark(Entry.SEAL, 0, revision);
      append(MARK_BYTES);
      force();
      sealed = true;
    }
    openNext();
  }

  private void openNext() {
    FileHeader header = new FileHeader(FileHeader.Kind.JOURNAL, storeId, number + 1, revision);
    try {
      FileChannel next = SegmentFile.create(files, header, segmentBytes, durability);
      closeChannel();
      channel = next;
      number = header.number();
      position = FileHeader.BYTES;
      fileBytes = segmentBytes;
      journalBytes += FileHeader.BYTES;
      sealed = false;
    } catch (IOException e) {
      throw new StoreFullException(
          "the journal cannot grow by %d bytes, %s: %s"
              .formatted(segmentBytes, files.segment(header.number()), e));
    }
  }

  long number() {
    return number;
  }

  long position() {
    return position;
  }

  /** Of the last change taken, also staged. */
  long revision() {
    return revision;
  }

  long journalBytes() {
    return journalBytes;
  }

  /** A compaction put a snapshot in place of older files. */
  void replaced(long bytesBefore, long bytesNow) {
    journalBytes += bytesNow - bytesBefore;
  }

  private void closeChannel() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  /** Writes nothing; what is staged is gone. */
  @Override
  public void close() {
    try {
      closeChannel();
    } catch (IOException e) {
      throw new UncheckedIOException(files.segment(number) + " cannot be closed: " + e, e);
    }
  }
}

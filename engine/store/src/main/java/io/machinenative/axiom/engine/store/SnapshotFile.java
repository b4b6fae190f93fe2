package io.machinenative.axiom.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A snapshot that is being written, under a name that nobody reads before {@link #finish}.
 *
 * <p>One thread. Owns its channel and its buffer.
 */
final class SnapshotFile implements AutoCloseable {
  private static final int OUT_BYTES = 1024 * 1024;
  private static final int MARKS_BYTES = 2 * Entry.bytes(0, 0);

  private final StoreFiles files;
  private final Path target;
  private final FileChannel channel;
  private final ByteBuffer out = ByteBuffer.allocateDirect(OUT_BYTES);
  private final Entry entry = new Entry(out);
  private int outBytes;
  private long written;

  private SnapshotFile(StoreFiles files, Path target, FileChannel channel) {
    this.files = files;
    this.target = target;
    this.channel = channel;
  }

  /**
   * Begins a snapshot.
   *
   * @param number of the last segment that it covers
   */
  static SnapshotFile begin(StoreFiles files, UUID storeId, long number) throws IOException {
    Path target = files.snapshot(number);
    FileChannel channel =
        FileChannel.open(
            StoreFiles.unfinished(target),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    SnapshotFile snapshot = new SnapshotFile(files, target, channel);
    FileHeader header = new FileHeader(FileHeader.Kind.SNAPSHOT, storeId, number, 0);
    SegmentFile.write(channel, header.encode(), 0);
    snapshot.written = FileHeader.BYTES;
    return snapshot;
  }

  /** Writes a snapshot of all records in a map. */
  static void write(StoreFiles files, UUID storeId, long number, long revision, MapView records)
      throws IOException {
    try (SnapshotFile snapshot = begin(files, storeId, number)) {
      records.forEach(
          new ReadSlots(1).take(),
          (key, keyOffset, keyLength, value, valueOffset, valueLength, at) -> {
            snapshot.reserve(Entry.bytes(keyLength, valueLength));
            snapshot
                .entry
                .at(snapshot.outBytes)
                .encode(
                    Entry.PUT, 0, at, key, keyOffset, keyLength, value, valueOffset, valueLength);
            snapshot.outBytes += Entry.bytes(keyLength, valueLength);
          });
      snapshot.finish(revision);
    }
  }

  /** Copies an entry of another file. */
  void add(Entry source) {
    int bytes = source.alignedLength();
    reserve(bytes);
    source.copyTo(out, outBytes);
    outBytes += bytes;
  }

  private void reserve(int bytes) {
    if (outBytes + bytes + MARKS_BYTES > OUT_BYTES) {
      try {
        drain();
      } catch (IOException e) {
        throw new UncheckedIOException(target + " cannot be written: " + e, e);
      }
    }
  }

  private void drain() throws IOException {
    SegmentFile.write(channel, out.clear().limit(outBytes), written);
    written += outBytes;
    outBytes = 0;
    channel.force(false);
  }

  /**
   * Ends the snapshot and puts it in place, for good.
   *
   * @param revision the last one that it covers
   */
  void finish(long revision) throws IOException {
    entry.at(outBytes).encodeMark(Entry.COMMIT, Entry.ACKNOWLEDGED, revision);
    outBytes += MARKS_BYTES / 2;
    entry.at(outBytes).encodeMark(Entry.SEAL, 0, revision);
    outBytes += MARKS_BYTES / 2;
    drain();
    channel.force(true);
    channel.close();
    files.finish(target);
  }

  /** Where it is, once it is finished. */
  Path target() {
    return target;
  }

  /** Its length so far. */
  long bytes() {
    return written + outBytes;
  }

  /** Removes it, unless it is finished. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(target + " cannot be closed: " + e, e);
    } finally {
      StoreFiles.remove(StoreFiles.unfinished(target));
    }
  }
}

package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.RecordStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Reads one segment or snapshot from its beginning, entry by entry, through a window. It believes
 * an entry only when its lengths make sense and its checksum is right.
 *
 * <p>One thread. Owns its channel and its window.
 */
final class SegmentReader implements AutoCloseable {
  private static final int WINDOW_BYTES = 1024 * 1024;
  private static final int LONGEST_ENTRY_BYTES =
      Entry.bytes(RecordStore.MAX_KEY_BYTES, RecordStore.MAX_VALUE_BYTES);

  private final Path file;
  private final FileChannel channel;
  private final long fileBytes;
  private final ByteBuffer window =
      ByteBuffer.allocateDirect(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final Entry entry = new Entry(window);
  private final FileHeader header;
  private long windowStart;
  private int windowBytes;
  private long position;
  private long next;

  private SegmentReader(Path file, FileChannel channel, Consumer<String> losses)
      throws IOException {
    this.file = file;
    this.channel = channel;
    fileBytes = channel.size();
    fill(0);
    header = readHeader(losses);
    if (header.number() != StoreFiles.numberOf(file)) {
      throw new StoreFormatException(
          file + " says that it is number " + header.number() + ": somebody renamed it");
    }
    next = FileHeader.BYTES;
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws StoreFormatException when it is no such file
   * @throws StoreDamagedException when its header is damaged
   * @throws UncheckedIOException when it cannot be read
   */
  static SegmentReader open(Path file) {
    return open(file, null);
  }

  /**
   * Opens a file whose header may be damaged.
   *
   * @param losses is told so
   */
  static SegmentReader openDamaged(Path file, Consumer<String> losses) {
    return open(file, losses);
  }

  private static SegmentReader open(Path file, Consumer<String> losses) {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        return new SegmentReader(file, channel, losses);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private FileHeader readHeader(Consumer<String> losses) {
    try {
      return FileHeader.decode(headerBytes(), file, StoreFiles.kindOf(file));
    } catch (StoreDamagedException | StoreFormatException e) {
      if (losses == null) {
        throw e;
      }
      losses.accept(e.getMessage());
      return new FileHeader(
          StoreFiles.kindOf(file), HostBoot.UNKNOWN, StoreFiles.numberOf(file), 0);
    }
  }

  private ByteBuffer headerBytes() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(FileHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int length = Math.min(FileHeader.BYTES, windowBytes);
    bytes.put(0, window, 0, length);
    return bytes.limit(length);
  }

  FileHeader header() {
    return header;
  }

  Path file() {
    return file;
  }

  /** Goes on to the next entry; stays where it is when there is none, or none that is whole. */
  boolean next() {
    if (!load(next)) {
      return false;
    }
    position = next;
    next += entry.alignedLength();
    return true;
  }

  /** Loads the entry at that offset; false when there is none that is whole. */
  private boolean load(long offset) {
    if (offset + Entry.HEADER_BYTES > fileBytes) {
      return false;
    }
    ensure(offset, Entry.HEADER_BYTES);
    entry.at((int) (offset - windowStart));
    if (!entry.isShaped() || offset + entry.alignedLength() > fileBytes) {
      return false;
    }
    ensure(offset, entry.alignedLength());
    entry.at((int) (offset - windowStart));
    return entry.isWhole();
  }

  /** The entry that {@link #next} came to; valid until it is called again. */
  Entry entry() {
    return entry;
  }

  /** Where that entry begins. */
  long position() {
    return position;
  }

  /** Where the next entry begins, or would. */
  long end() {
    return next;
  }

  /** What is wrong at {@link #end}. */
  String damage() {
    if (next + Entry.HEADER_BYTES > fileBytes) {
      return "the file ends after %d bytes".formatted(fileBytes);
    }
    ensure(next, Entry.HEADER_BYTES);
    entry.at((int) (next - windowStart));
    if (!entry.isShaped() || next + entry.alignedLength() > fileBytes) {
      return "expected an entry, actual length %d, type %d, key %d, value %d"
          .formatted(entry.length(), entry.type(), entry.keyLength(), entry.valueLength());
    }
    ensure(next, entry.alignedLength());
    entry.at((int) (next - windowStart));
    return StoreDamagedException.checksumText(entry.storedChecksum(), entry.computedChecksum());
  }

  /** How many bytes from there on are not blank: all behind them are zeros. */
  long bytesUpToLastNonZero(long from) {
    long end = from;
    for (long offset = from; offset < fileBytes; offset += Long.BYTES) {
      if (offset + Long.BYTES <= fileBytes) {
        ensure(offset, Long.BYTES);
        if (window.getLong((int) (offset - windowStart)) != 0) {
          end = offset + Long.BYTES;
        }
      } else {
        end = fileBytes;
      }
    }
    return end - from;
  }

  /**
   * Goes to the next whole entry behind what is not one.
   *
   * @return whether there is one
   */
  boolean resync() {
    for (long offset = next + Entry.ALIGNMENT;
        offset + Entry.HEADER_BYTES <= fileBytes;
        offset += Entry.ALIGNMENT) {
      if (load(offset)) {
        next = offset;
        return next();
      }
    }
    return false;
  }

  private void ensure(long offset, int length) {
    if (offset < windowStart || offset + length > windowStart + windowBytes) {
      try {
        fill(offset);
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }
  }

  private void fill(long offset) throws IOException {
    assert LONGEST_ENTRY_BYTES <= WINDOW_BYTES;
    window.clear();
    windowStart = offset;
    while (window.hasRemaining()) {
      if (channel.read(window, offset + window.position()) < 0) {
        break;
      }
    }
    windowBytes = window.position();
    window.clear();
  }

  private static UncheckedIOException unreadable(Path file, IOException e) {
    return new UncheckedIOException(file + " cannot be read: " + e, e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }
}

package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.RecordLimits;
import io.machinenative.axiom.engine.registry.StoreFullException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/**
 * One generation of the view, as the writer keeps it: the map, how many records and bytes it holds,
 * and the limits.
 *
 * <p>The store's writer alone. Owns the map.
 */
final class View implements AutoCloseable {
  private static final int CHECKSUM_WINDOW_BYTES = 1024 * 1024;

  private final Path file;
  private final long generation;
  private final StoreSize size;
  private final MapView map;
  private final Cell key = Cell.forKey();
  private final Cell envelope = Cell.forValue();
  private volatile long records;
  private long payloadBytes;

  private View(StoreFiles files, long generation, StoreSize size, MapView map) {
    file = files.view(generation);
    this.generation = generation;
    this.size = size;
    this.map = map;
  }

  /**
   * Makes a view of the journal.
   *
   * @throws StoreFullException when the disk has no room for it, or the journal holds more than the
   *     size allows
   */
  static View rebuild(StoreFiles files, long generation, StoreSize size, JournalEnd end) {
    View view = create(files, generation, size);
    try {
      JournalReplay.run(end, view::apply);
      return view;
    } catch (RuntimeException e) {
      view.close();
      StoreFiles.remove(view.file);
      throw e;
    }
  }

  /**
   * Makes an empty view.
   *
   * @throws StoreFullException when the disk has no room for it
   * @throws UncheckedIOException when it cannot be made for another reason
   */
  static View create(StoreFiles files, long generation, StoreSize size) {
    Path file = files.view(generation);
    try {
      return new View(files, generation, size, MapView.create(file, size));
    } catch (IOException e) {
      StoreFiles.remove(file);
      String what =
          "the view %s for %d records and %d bytes cannot be made: %s"
              .formatted(file, size.records(), size.payloadBytes(), e);
      // Chronicle Map refuses a disk that would be full with its file and index, and does not say
      // why.
      if (file.getParent().toFile().getUsableSpace() < 2 * ViewGeometry.of(size).bytes()) {
        throw new StoreFullException(what);
      }
      throw new UncheckedIOException(what, e);
    }
  }

  /** Opens a view that was closed in order and did not change since. */
  static View reopen(StoreFiles files, HeadState state) throws IOException {
    MapView map = MapView.open(files.view(state.generation()));
    View view = new View(files, state.generation(), state.size(), map);
    view.records = state.records();
    view.payloadBytes = state.payloadBytes();
    return view;
  }

  /** Does what a change of the journal says. */
  void apply(Entry entry) {
    if (entry.type() == Entry.REMOVE) {
      remove(entry.buffer(), entry.keyOffset(), entry.keyLength());
    } else {
      put(
          entry.buffer(),
          entry.keyOffset(),
          entry.keyLength(),
          entry.buffer(),
          entry.valueOffset(),
          entry.valueLength(),
          entry.revision());
    }
  }

  /**
   * Puts a record.
   *
   * @throws StoreFullException when it would go beyond the size; nothing was changed
   * @throws RuntimeException of the map, which cannot be trusted any more
   */
  void put(
      DirectBuffer keySource,
      int keyOffset,
      int keyLength,
      DirectBuffer value,
      int valueOffset,
      int valueLength,
      long revision) {
    key.set(keySource, keyOffset, keyLength);
    long added = (long) keyLength + valueLength;
    if (records == size.records() || payloadBytes + added > size.payloadBytes()) {
      checkRoom(added);
    }
    envelope.enclose(key, value, valueOffset, valueLength, revision);
    int before = map.put(key, envelope);
    payloadBytes += before == MapView.ABSENT ? added : valueLength - before;
    records += before == MapView.ABSENT ? 1 : 0;
  }

  private void checkRoom(long added) {
    int before = map.valueLength(key);
    boolean isNew = before == MapView.ABSENT;
    RecordLimits.checkRoom(
        records + (isNew ? 1 : 0),
        size.records(),
        payloadBytes + added - (isNew ? 0 : key.length() + before),
        size.payloadBytes());
  }

  /** Removes a record; false when there is none. */
  boolean remove(DirectBuffer keySource, int keyOffset, int keyLength) {
    key.set(keySource, keyOffset, keyLength);
    int before = map.remove(key);
    if (before == MapView.ABSENT) {
      return false;
    }
    payloadBytes -= key.length() + before;
    records--;
    return true;
  }

  /** Whether that entry is what its key has now. */
  boolean isCurrent(Entry entry) {
    key.set(entry.buffer(), entry.keyOffset(), entry.keyLength());
    return map.load(key, envelope) && envelope.revision() == entry.revision();
  }

  /** To read from; any thread, with cells of its own. */
  MapView map() {
    return map;
  }

  long records() {
    return records;
  }

  long payloadBytes() {
    return payloadBytes;
  }

  long generation() {
    return generation;
  }

  Path file() {
    return file;
  }

  /** The checksum of a whole file; of nothing for one that cannot be read. */
  static int checksum(Path file) {
    ByteBuffer window = ByteBuffer.allocateDirect(CHECKSUM_WINDOW_BYTES);
    CRC32C crc = new CRC32C();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(window.clear()) >= 0) {
        crc.update(window.flip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e, e);
    }
    return (int) crc.getValue();
  }

  /** Whether the view that the head describes is there, and as it was left. */
  static boolean isWhole(StoreFiles files, HeadState state) {
    Path file = files.view(state.generation());
    try {
      return Files.isRegularFile(file)
          && Files.size(file) == state.viewBytes()
          && checksum(file) == state.viewChecksum();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e, e);
    }
  }

  @Override
  public void close() {
    map.close();
  }
}

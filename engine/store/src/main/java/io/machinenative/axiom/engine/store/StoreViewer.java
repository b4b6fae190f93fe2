package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.DamagedRecordException;
import io.machinenative.axiom.engine.registry.RecordLimits;
import io.machinenative.axiom.engine.registry.RecordStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.hash.locks.InterProcessDeadLockException;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Reads along in the store of a running server, from another process and without a call. It changes
 * no record; the map's locks are words in its file, so it needs the right to write that.
 *
 * <p>It sees a change at once, a moment before it is durable: {@link #revision} is the last one
 * that is. When the server makes its view anew, the viewer follows. Of a server that was killed it
 * shows what the view held then, as far as no lock was left in it.
 *
 * <p>One thread. Owns its mappings.
 */
public final class StoreViewer implements AutoCloseable {
  private static final int OPEN_ATTEMPTS = 10;

  private final StoreFiles files;
  private final ReadSlots slots = new ReadSlots(1);
  private final Head head;
  private MapView map;
  private long generation;

  private StoreViewer(StoreFiles files, Head head) {
    this.files = files;
    this.head = head;
    map = openMap();
  }

  /**
   * Opens the store in a directory.
   *
   * @throws UncheckedIOException when there is none, or it cannot be read
   * @throws StoreFormatException when it is something else
   * @throws StoreDamagedException when its head is damaged
   */
  public static StoreViewer open(Path directory) {
    StoreFiles files = new StoreFiles(directory.toAbsolutePath().normalize());
    try {
      Head head = Head.openToRead(files.head());
      try {
        return new StoreViewer(files, head);
      } catch (RuntimeException e) {
        head.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("there is no store to read in " + directory + ": " + e, e);
    }
  }

  private MapView openMap() {
    IOException failure = null;
    for (int i = 0; i < OPEN_ATTEMPTS; i++) {
      generation = head.generationHint();
      Path file = files.view(generation);
      try {
        // Opening a file that is not there would make one.
        if (Files.exists(file)) {
          return MapView.open(file);
        }
      } catch (IOException e) {
        failure = e;
      }
    }
    throw new UncheckedIOException(
        "the view of %s, generation %d, cannot be opened".formatted(files.directory(), generation),
        failure == null ? new IOException("no such file") : failure);
  }

  private void follow() {
    if (head.generationHint() != generation) {
      map.close();
      map = openMap();
    }
  }

  /**
   * Copies a record's value, as {@link RecordStore#get} does.
   *
   * @throws DamagedRecordException when its checksum is wrong
   * @throws StaleViewException when the server died with a lock of the view
   */
  public int get(
      DirectBuffer key, int keyOffset, int keyLength, MutableDirectBuffer into, int intoOffset) {
    RecordLimits.checkKey(keyLength);
    follow();
    ReadSlots.Slot slot = slots.take();
    try {
      slot.key().set(key, keyOffset, keyLength);
      return RecordCopy.copy(map, slot, into, intoOffset);
    } catch (InterProcessDeadLockException e) {
      throw new StaleViewException(files.directory(), e);
    } finally {
      slot.giveBack();
    }
  }

  /**
   * Shows every record, as {@link RecordStore#forEach} does.
   *
   * @throws DamagedRecordException when a checksum is wrong
   * @throws StaleViewException when the server died with a lock of the view
   */
  public void forEach(RecordStore.Visitor visitor) {
    follow();
    ReadSlots.Slot slot = slots.take();
    try {
      map.forEach(slot, visitor);
    } catch (InterProcessDeadLockException e) {
      throw new StaleViewException(files.directory(), e);
    } finally {
      slot.giveBack();
    }
  }

  /** How many records there are. */
  public long count() {
    follow();
    return map.count();
  }

  /** The last durable change. */
  public long revision() {
    return head.read().map(HeadState::revision).orElse(0L);
  }

  @Override
  public void close() {
    map.close();
    head.close();
  }
}

package io.machinenative.axiom.engine.registry;

import io.machinenative.axiom.engine.registry.feed.StoreLineage;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Where a registry keeps its records: bytes under a key, each with the revision that wrote it. It
 * knows nothing of what they mean.
 *
 * <p><b>Threads.</b> One writer, the conductor: {@link #put}, {@link #remove}, {@link #commit} and
 * {@link #close}. Any thread may read. <b>Ownership.</b> Buffers are borrowed for the call; bytes
 * are copied. <b>Visibility.</b> Readers see a change from its {@link #put} or {@link #remove} on,
 * a moment before it is durable. <b>Durability.</b> A change may be acknowledged once {@link
 * #commit} has returned after it: it is then found again after the process was killed, or after the
 * power went, as the store was opened. A change before that may be found again or not, but never
 * half.
 */
public interface RecordStore extends AutoCloseable {
  /** No record has that key. */
  int NOT_FOUND = -1;

  /** A key's length, at most; at least 1. */
  int MAX_KEY_BYTES = 512;

  /** A value's length, at most. */
  int MAX_VALUE_BYTES = 64 * 1024;

  /** What a committed change survives. */
  enum Durability {
    /** The end of the process, however it comes; not that of the machine. */
    PROCESS,
    /** Also the power's: the change was synced to the disk. */
    POWER
  }

  /**
   * Writes a record, new or in place of the one with that key.
   *
   * @param revision of this change; above that of every change before
   * @throws StoreFullException before anything was changed, when the store has no room for it, by
   *     its limits or because the disk is full; the store stays usable
   * @throws IllegalArgumentException when a length is beyond its limit, or the revision is not
   *     above
   * @throws java.io.UncheckedIOException as {@link #commit}: a long batch is written in parts
   */
  void put(
      DirectBuffer key,
      int keyOffset,
      int keyLength,
      DirectBuffer value,
      int valueOffset,
      int valueLength,
      long revision);

  /**
   * Removes a record.
   *
   * @return whether there was one; the revision is used up only then
   * @throws StoreFullException before anything was changed, when the disk is full: also a removal
   *     is written
   * @throws java.io.UncheckedIOException as {@link #commit}
   */
  boolean remove(DirectBuffer key, int keyOffset, int keyLength, long revision);

  /**
   * Makes all changes so far durable, in one go for as many as there are.
   *
   * @throws java.io.UncheckedIOException when the disk refuses; the changes may be lost then, and
   *     the store takes no more
   */
  void commit();

  /**
   * Copies a record's value. The off-heap store allocates nothing.
   *
   * @param into room for the longest value that the caller expects
   * @return the value's length, which is longer than the room when nothing was copied, or {@link
   *     #NOT_FOUND}
   * @throws DamagedRecordException when its checksum is wrong
   */
  int get(DirectBuffer key, int keyOffset, int keyLength, MutableDirectBuffer into, int intoOffset);

  /**
   * Shows every record, in no order; changes meanwhile may be seen or not. The visitor may read
   * from the store, not change it.
   *
   * @throws DamagedRecordException when a record's checksum is wrong
   */
  void forEach(Visitor visitor);

  /** How many records there are. */
  long count();

  /** Of the last change, also before the store was opened; 0 when there was none yet. */
  long revision();

  /**
   * Keeps what was made of the records as they are now, so that it need not be made again at the
   * next start. The writer's thread. A store that does not outlive the process keeps nothing.
   *
   * @throws java.io.UncheckedIOException when the disk refuses; the records are not affected
   */
  default void keepImage(ImageContent content) {
    // Nothing to be kept for.
  }

  /**
   * What was kept of exactly the records that are here now, and is whole. It is gone then, also
   * when it is not read: what is kept serves one start. The writer's thread.
   *
   * @return closed by the caller; empty when there is none
   */
  default Optional<ReadableByteChannel> takeImage() {
    return Optional.empty();
  }

  /** Writes an image. */
  @FunctionalInterface
  interface ImageContent {
    void writeTo(WritableByteChannel channel) throws IOException;
  }

  /** Which run of the store this is. */
  default StoreLineage lineage() {
    return StoreLineage.UNKNOWN;
  }

  @Override
  void close();

  /** Is shown a record; buffers are valid during the call. */
  @FunctionalInterface
  interface Visitor {
    void onRecord(
        DirectBuffer key,
        int keyOffset,
        int keyLength,
        DirectBuffer value,
        int valueOffset,
        int valueLength,
        long revision);

    /**
     * A record's checksum is wrong. Unless a visitor says otherwise, that ends the visit.
     *
     * @param cause names it
     */
    default void onDamaged(
        DirectBuffer key, int keyOffset, int keyLength, DamagedRecordException cause) {
      throw cause;
    }
  }
}

package io.machinenative.axiom.plugins.backup.index;

import io.machinenative.axiom.plugins.backup.format.ChunkId;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A hash table off the heap, open addressing with linear probing, 32 bytes a slot: no object for a
 * chunk, however many there are.
 *
 * <pre>
 *   0            20                     24          28               32
 *   ├── id ──────┼── pack's number + 1 ─┼── offset ─┼── sealed bytes ─┤
 *                    0 empty
 * </pre>
 *
 * <p>An id is the beginning of a hash already, so its first 8 bytes say where to look. One thread
 * at a time. Owned by the index, which closes it.
 */
final class ChunkTable implements AutoCloseable {
  static final int SLOT_BYTES = 32;

  private static final int PACK = ChunkId.BYTES;
  private static final int OFFSET = PACK + Integer.BYTES;
  private static final int SEALED_BYTES = OFFSET + Integer.BYTES;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment slots;
  private final long mask;
  private long count;

  /**
   * @param slotCount a power of two
   */
  ChunkTable(long slotCount) {
    assert Long.bitCount(slotCount) == 1 : slotCount;
    slots = arena.allocate(slotCount * SLOT_BYTES, SLOT_BYTES);
    mask = slotCount - 1;
  }

  long slotCount() {
    return mask + 1;
  }

  long count() {
    return count;
  }

  /** Three quarters are taken. */
  boolean isFull() {
    return count >= (mask + 1) / 4 * 3;
  }

  /**
   * Looks for an id.
   *
   * @return its slot, or the one that it would take, inverted
   */
  long find(MemorySegment id, long idAt) {
    long first = id.get(LONG, idAt);
    long second = id.get(LONG, idAt + Long.BYTES);
    int third = id.get(ValueLayout.JAVA_INT_UNALIGNED, idAt + 2 * Long.BYTES);
    long slot = mix(first) & mask;
    while (true) {
      long at = slot * SLOT_BYTES;
      if (slots.get(INT, at + PACK) == 0) {
        return ~slot;
      }
      if (slots.get(LONG, at) == first
          && slots.get(LONG, at + Long.BYTES) == second
          && slots.get(INT, at + 2 * Long.BYTES) == third) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  /** Tests make ids that are no hashes. */
  private static long mix(long bits) {
    long mixed = bits * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 32);
  }

  /** Takes the slot that {@link #find} did not find. */
  void insert(long slot, MemorySegment id, long idAt) {
    MemorySegment.copy(id, idAt, slots, slot * SLOT_BYTES, ChunkId.BYTES);
    count++;
  }

  void set(long slot, int packNumber, int offset, int sealedBytes) {
    long at = slot * SLOT_BYTES;
    slots.set(INT, at + PACK, packNumber + 1);
    slots.set(INT, at + OFFSET, offset);
    slots.set(INT, at + SEALED_BYTES, sealedBytes);
  }

  boolean isTaken(long slot) {
    return slots.get(INT, slot * SLOT_BYTES + PACK) != 0;
  }

  int packNumber(long slot) {
    return slots.get(INT, slot * SLOT_BYTES + PACK) - 1;
  }

  long offset(long slot) {
    return Integer.toUnsignedLong(slots.get(INT, slot * SLOT_BYTES + OFFSET));
  }

  int sealedBytes(long slot) {
    return slots.get(INT, slot * SLOT_BYTES + SEALED_BYTES);
  }

  /** The same in twice the slots; this one is to be closed then. */
  ChunkTable grown() {
    ChunkTable larger = new ChunkTable(2 * slotCount());
    for (long slot = 0; slot <= mask; slot++) {
      if (isTaken(slot)) {
        long place = ~larger.find(slots, slot * SLOT_BYTES);
        MemorySegment.copy(slots, slot * SLOT_BYTES, larger.slots, place * SLOT_BYTES, SLOT_BYTES);
      }
    }
    larger.count = count;
    return larger;
  }

  @Override
  public void close() {
    arena.close();
  }
}

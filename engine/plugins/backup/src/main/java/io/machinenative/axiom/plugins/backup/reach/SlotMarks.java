package io.machinenative.axiom.plugins.backup.reach;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A bit for each slot of an index, off the heap. One thread's. */
public final class SlotMarks implements AutoCloseable {
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment words;
  private long count;

  public SlotMarks(long slotCount) {
    words = arena.allocate((slotCount + Long.SIZE - 1) / Long.SIZE * Long.BYTES, Long.BYTES);
  }

  /**
   * Marks a slot.
   *
   * @return false when it was marked already
   */
  public boolean mark(long slot) {
    long word = words.getAtIndex(ValueLayout.JAVA_LONG, slot / Long.SIZE);
    long bit = 1L << (slot % Long.SIZE);
    if ((word & bit) != 0) {
      return false;
    }
    words.setAtIndex(ValueLayout.JAVA_LONG, slot / Long.SIZE, word | bit);
    count++;
    return true;
  }

  public boolean isMarked(long slot) {
    long word = words.getAtIndex(ValueLayout.JAVA_LONG, slot / Long.SIZE);
    return (word & (1L << (slot % Long.SIZE))) != 0;
  }

  /** How many are marked. */
  public long count() {
    return count;
  }

  @Override
  public void close() {
    arena.close();
  }
}

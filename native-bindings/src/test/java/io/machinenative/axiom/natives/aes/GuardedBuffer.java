package io.machinenative.axiom.natives.aes;

import static org.junit.jupiter.api.Assertions.fail;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Memory whose neighbours on both sides are watched. */
final class GuardedBuffer {
  private static final int GUARD_BYTES = 128;
  private static final byte GUARD = 0x5a;

  private final MemorySegment memory;
  private long at;
  private long bytes;

  /**
   * @param capacityBytes the longest buffer
   */
  GuardedBuffer(Arena arena, long capacityBytes) {
    memory = arena.allocate(capacityBytes + 2 * GUARD_BYTES + 64, 64);
    memory.fill(GUARD);
  }

  /**
   * A buffer at an alignment of choice; the one before is gone.
   *
   * @param alignment 0 to 63
   */
  MemorySegment take(int alignment, long takenBytes) {
    buffer().fill(GUARD);
    at = GUARD_BYTES + alignment;
    bytes = takenBytes;
    return buffer();
  }

  private MemorySegment buffer() {
    return memory.asSlice(at, bytes);
  }

  /** Fails when a neighbour was written to. */
  void check(String what) {
    checkAll(at - GUARD_BYTES, at, what + ": before the buffer");
    checkAll(at + bytes, at + bytes + GUARD_BYTES, what + ": behind the buffer");
  }

  private void checkAll(long from, long to, String what) {
    for (long i = Math.max(from, 0); i < to; i++) {
      if (memory.get(ValueLayout.JAVA_BYTE, i) != GUARD) {
        fail(what + ", byte " + (i - at) + " of " + bytes + " was written to");
      }
    }
  }
}

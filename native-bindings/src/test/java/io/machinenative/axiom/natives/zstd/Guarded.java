package io.machinenative.axiom.natives.zstd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Off-heap memory at an odd address, between guard bytes that nobody may touch. */
final class Guarded {
  private static final int GUARD_BYTES = 64;
  private static final byte GUARD = (byte) 0xA5;

  private final MemorySegment whole;
  private final MemorySegment segment;

  Guarded(Arena arena, long bytes, int misalignment) {
    whole = arena.allocate(bytes + 2 * GUARD_BYTES + misalignment, 64);
    whole.fill(GUARD);
    segment = whole.asSlice(GUARD_BYTES + misalignment, bytes);
  }

  static Guarded of(Arena arena, byte[] content, int misalignment) {
    Guarded memory = new Guarded(arena, content.length, misalignment);
    MemorySegment.copy(content, 0, memory.segment, JAVA_BYTE, 0, content.length);
    return memory;
  }

  MemorySegment segment() {
    return segment;
  }

  /** A part from its beginning, guarded only by the rest of it. */
  byte[] bytes(long count) {
    return segment.asSlice(0, count).toArray(JAVA_BYTE);
  }

  void assertGuardsUntouched(String when) {
    long before = segment.address() - whole.address();
    check(0, before, when);
    check(before + segment.byteSize(), whole.byteSize(), when);
  }

  private void check(long from, long to, String when) {
    for (long i = from; i < to; i++) {
      assertEquals(GUARD, whole.get(JAVA_BYTE, i), when);
    }
  }
}

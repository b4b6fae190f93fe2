package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.api.Bytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Payloads of calls as off-heap memory, and back. Stateless. */
final class Payloads {
  private Payloads() {}

  /** A copy of the bytes in the arena. */
  static MemorySegment copy(Bytes bytes, Arena arena) {
    MemorySegment memory = arena.allocate(Math.max(1, bytes.length()), Long.BYTES);
    MemorySegment exact = memory.asSlice(0, bytes.length());
    ByteBuffer view = exact.asByteBuffer();
    bytes.buffer().getBytes(bytes.offset(), view, bytes.length());
    return exact;
  }

  /** A copy of memory on the heap, as a reply. */
  static Bytes reply(MemorySegment memory) {
    return Bytes.of(memory.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
  }
}

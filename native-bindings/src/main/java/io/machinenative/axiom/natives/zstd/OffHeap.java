package io.machinenative.axiom.natives.zstd;

import java.lang.foreign.MemorySegment;

/** Checks the memory that callers bring. */
final class OffHeap {
  private OffHeap() {}

  static void requireSource(MemorySegment source) {
    if (!source.isNative()) {
      throw onHeap("source");
    }
  }

  static void requireDestination(MemorySegment destination) {
    if (!destination.isNative()) {
      throw onHeap("destination");
    }
    if (destination.isReadOnly()) {
      throw new IllegalArgumentException("destination: expected writable memory, actual read-only");
    }
  }

  /**
   * Checks that a part is within its segment.
   *
   * @throws IndexOutOfBoundsException naming the segment
   */
  static void requirePart(String name, MemorySegment segment, long offset, long bytes) {
    if ((offset | bytes) < 0 || offset > segment.byteSize() - bytes) {
      throw new IndexOutOfBoundsException(
          String.format(
              "%s: expected a part of %d bytes, actual %d from %d",
              name, segment.byteSize(), bytes, offset));
    }
  }

  private static IllegalArgumentException onHeap(String name) {
    return new IllegalArgumentException(
        name + ": expected off-heap memory, actual a heap segment; copy it to an Arena's memory");
  }
}

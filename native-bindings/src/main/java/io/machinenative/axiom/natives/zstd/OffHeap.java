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

  private static IllegalArgumentException onHeap(String name) {
    return new IllegalArgumentException(
        name + ": expected off-heap memory, actual a heap segment; copy it to an Arena's memory");
  }
}

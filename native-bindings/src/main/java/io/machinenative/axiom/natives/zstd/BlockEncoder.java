package io.machinenative.axiom.natives.zstd;

import java.lang.foreign.MemorySegment;

/**
 * Compresses blocks with one context. One implementation is loaded in a JVM, so that the JIT calls
 * it directly. Owned by one thread, and closed once by its owner, who checks all memory.
 */
interface BlockEncoder {
  /** Makes one frame; returns its length, or minus a code of {@link ZstdError}. */
  long encode(
      MemorySegment destination,
      long destinationOffset,
      long capacity,
      MemorySegment source,
      long sourceOffset,
      long sourceBytes);

  void close();
}

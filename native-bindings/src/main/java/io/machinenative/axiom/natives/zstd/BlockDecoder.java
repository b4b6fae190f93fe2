package io.machinenative.axiom.natives.zstd;

import java.lang.foreign.MemorySegment;

/**
 * Decompresses blocks with one context. One implementation is loaded in a JVM, so that the JIT
 * calls it directly. Owned by one thread, and closed once by its owner, who checks all memory.
 */
interface BlockDecoder {
  /**
   * Decompresses whole frames, one after the other.
   *
   * @return the bytes written, never more than {@code capacity}, or minus a code of {@link
   *     ZstdError}
   */
  long decode(
      MemorySegment destination,
      long destinationOffset,
      long capacity,
      MemorySegment source,
      long sourceOffset,
      long sourceBytes);

  void close();
}

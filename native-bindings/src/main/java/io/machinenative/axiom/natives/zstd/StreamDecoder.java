package io.machinenative.axiom.natives.zstd;

import java.lang.foreign.MemorySegment;

/**
 * Decompresses a stream with one context, frame by frame: a call never goes beyond the end of a
 * frame. Owned by one thread, who checks all memory and all headers.
 */
interface StreamDecoder {
  /**
   * Takes and writes what it can.
   *
   * @return 0 at the end of a frame, everything written; something above otherwise; or minus a code
   *     of {@link ZstdError}
   */
  long decode(
      MemorySegment source,
      long sourceOffset,
      long sourceBytes,
      MemorySegment destination,
      long destinationOffset,
      long capacity);

  /** What the last call took. */
  long consumedBytes();

  /** What the last call wrote. */
  long producedBytes();

  /** Forgets an unfinished frame. */
  void reset();

  void close();
}

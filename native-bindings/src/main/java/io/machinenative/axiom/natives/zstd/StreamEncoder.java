package io.machinenative.axiom.natives.zstd;

import java.lang.foreign.MemorySegment;

/** Compresses a stream with one context. Owned by one thread, who checks all memory. */
interface StreamEncoder {
  /**
   * Takes and writes what it can.
   *
   * @return least bytes that are left to write, 0 when a flush or an end is complete; or minus a
   *     code of {@link ZstdError}
   */
  long encode(MemorySegment source, MemorySegment destination, ZstdDirective directive);

  /** What the last call took. */
  long consumedBytes();

  /** What the last call wrote. */
  long producedBytes();

  /** How long the next frame's content will be, for its header. */
  long pledge(long bytes);

  /** Forgets an unfinished frame. */
  void reset();

  void close();
}

package io.machinenative.axiom.natives.zstd;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import java.lang.foreign.MemorySegment;

/** Compresses blocks in pure Java; makes a context for each, on the heap. */
final class JavaBlockEncoder implements BlockEncoder {
  private final ZstdJavaCompressor compressor = new ZstdJavaCompressor();

  @Override
  public long encode(
      MemorySegment destination,
      long destinationOffset,
      long capacity,
      MemorySegment source,
      long sourceOffset,
      long sourceBytes) {
    if (sourceBytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "source: expected at most 2 GiB in pure Java, actual " + sourceBytes);
    }
    MemorySegment output =
        destination.asSlice(destinationOffset, Math.min(capacity, Integer.MAX_VALUE));
    try {
      return compressor.compress(source.asSlice(sourceOffset, sourceBytes), output);
    } catch (IllegalArgumentException tooSmall) {
      // Its word for a destination that is too small; both segments were checked before.
      return ZstdError.DESTINATION_TOO_SMALL;
    }
  }

  @Override
  public void close() {}
}

package io.machinenative.axiom.natives.zstd;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The same over Agrona's buffers. This class alone needs Agrona.
 *
 * <p>As in Agrona, the buffers' memory must stay where it is for the length of a call; buffers over
 * arrays are refused. A call allocates nothing on the heap.
 */
public final class ZstdBuffers {
  /**
   * All memory: an address is an offset in it. A segment for each buffer would be an object for
   * each call; every access stays within a part that was checked against its buffer.
   */
  private static final MemorySegment MEMORY = memory();

  private ZstdBuffers() {}

  /**
   * Compresses a part of a buffer.
   *
   * @return as {@link ZstdCompressor#compress(MemorySegment, MemorySegment)}
   * @throws IndexOutOfBoundsException when a part is not within its buffer
   */
  public static int compress(
      ZstdCompressor compressor,
      DirectBuffer source,
      int sourceOffset,
      int sourceBytes,
      MutableDirectBuffer destination,
      int destinationOffset,
      int destinationCapacity) {
    long from = address("source", source, sourceOffset, sourceBytes);
    long to = address("destination", destination, destinationOffset, destinationCapacity);
    long bytes = compressor.compress(MEMORY, from, sourceBytes, MEMORY, to, destinationCapacity);
    Reference.reachabilityFence(source);
    Reference.reachabilityFence(destination);
    return (int) bytes;
  }

  /**
   * Decompresses a part of a buffer.
   *
   * @return as {@link ZstdDecompressor#decompress(MemorySegment, MemorySegment)}
   * @throws IndexOutOfBoundsException when a part is not within its buffer
   */
  public static int decompress(
      ZstdDecompressor decompressor,
      DirectBuffer source,
      int sourceOffset,
      int sourceBytes,
      MutableDirectBuffer destination,
      int destinationOffset,
      int destinationCapacity) {
    long from = address("source", source, sourceOffset, sourceBytes);
    long to = address("destination", destination, destinationOffset, destinationCapacity);
    long bytes =
        decompressor.decompress(MEMORY, from, sourceBytes, MEMORY, to, destinationCapacity);
    Reference.reachabilityFence(source);
    Reference.reachabilityFence(destination);
    return (int) bytes;
  }

  private static long address(String name, DirectBuffer buffer, int offset, int bytes) {
    if (buffer.byteArray() != null) {
      throw new IllegalArgumentException(
          name + ": expected a buffer off-heap, actual one over an array");
    }
    if ((offset | bytes) < 0 || offset > buffer.capacity() - bytes) {
      throw new IndexOutOfBoundsException(
          String.format(
              "%s: expected a part of %d bytes, actual %d from %d",
              name, buffer.capacity(), bytes, offset));
    }
    return buffer.addressOffset() + offset;
  }

  @SuppressWarnings("restricted")
  private static MemorySegment memory() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }
}

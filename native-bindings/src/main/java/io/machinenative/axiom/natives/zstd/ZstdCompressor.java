package io.machinenative.axiom.natives.zstd;

import java.lang.foreign.MemorySegment;

/**
 * Compresses blocks, each into a frame of its own that declares its size.
 *
 * <p>Owned by the first thread that uses it, until closed; reuse it, for opening one costs more
 * than compressing a kilobyte. It borrows the memory of both segments for the length of a call,
 * which must be off-heap and must not overlap. A call allocates nothing on the heap (the pure Java
 * codec does).
 *
 * <p>Memory of a shared arena costs about 7 ns more a call than memory of a confined, automatic or
 * global one: the JVM keeps others from closing it meanwhile.
 */
public final class ZstdCompressor implements AutoCloseable {
  /**
   * Outcome: the frame is longer than the destination. Its content is undefined then; the caller
   * sends the payload as it is, or takes {@link Zstd#compressBound} next time.
   */
  public static final long DOES_NOT_FIT = -1;

  private final ThreadOwner owner = new ThreadOwner();
  private BlockEncoder encoder;

  ZstdCompressor(BlockEncoder encoder) {
    this.encoder = encoder;
  }

  /**
   * Compresses a segment.
   *
   * @param destination its bytes after the frame may be overwritten as well
   * @return the frame's length in bytes, or {@link #DOES_NOT_FIT}
   * @throws IllegalArgumentException when a segment is on the heap, or the destination read-only
   * @throws IllegalStateException when this is closed, or a segment's memory is
   */
  public long compress(MemorySegment source, MemorySegment destination) {
    return compress(source, 0, source.byteSize(), destination, 0, destination.byteSize());
  }

  /**
   * The same for parts of segments.
   *
   * @throws IndexOutOfBoundsException when a part is not within its segment
   */
  public long compress(
      MemorySegment source,
      long sourceOffset,
      long sourceBytes,
      MemorySegment destination,
      long destinationOffset,
      long destinationCapacity) {
    assert owner.isCaller() : owner;
    OffHeap.requireSource(source);
    OffHeap.requireDestination(destination);
    OffHeap.requirePart("source", source, sourceOffset, sourceBytes);
    OffHeap.requirePart("destination", destination, destinationOffset, destinationCapacity);
    long bytes =
        open()
            .encode(
                destination,
                destinationOffset,
                destinationCapacity,
                source,
                sourceOffset,
                sourceBytes);
    return bytes >= 0 ? bytes : failed(bytes);
  }

  private BlockEncoder open() {
    if (encoder == null) {
      throw new IllegalStateException("expected an open compressor, actual closed");
    }
    return encoder;
  }

  private static long failed(long result) {
    if (result == ZstdError.DESTINATION_TOO_SMALL) {
      return DOES_NOT_FIT;
    }
    throw new ZstdException(
        ZstdException.Kind.LIBRARY, "not compressed: " + ZstdNative.errorName(result));
  }

  /** Gives its memory back; its owner calls it. A second call does nothing. */
  @Override
  public void close() {
    assert owner.isCallerOrNobody() : owner;
    if (encoder != null) {
      encoder.close();
      encoder = null;
    }
  }
}

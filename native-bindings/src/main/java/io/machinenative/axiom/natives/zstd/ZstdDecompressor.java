package io.machinenative.axiom.natives.zstd;

import io.machinenative.axiom.natives.zstd.ZstdException.Kind;
import java.lang.foreign.MemorySegment;

/**
 * Decompresses blocks: one frame or several, one after the other, as {@code zstd -d} does;
 * skippable frames are passed over, and anything else is refused. So is a block of no bytes.
 *
 * <p>All headers are read first: what they declare is compared with {@link ZstdLimits} and the
 * destination before a byte is written. A frame that declares nothing is cut off at the limit.
 *
 * <p>Owned by the first thread that uses it, until closed; reuse it. It borrows the memory of both
 * segments for the length of a call, which must be off-heap and must not overlap. A call allocates
 * nothing on the heap.
 */
public final class ZstdDecompressor implements AutoCloseable {
  /** What {@link #declaredBytes} answers when a frame does not say. */
  public static final long UNKNOWN = FrameReader.UNKNOWN;

  private final ThreadOwner owner = new ThreadOwner();
  private final FrameAdmission admission;
  private BlockDecoder decoder;

  ZstdDecompressor(BlockDecoder decoder, FrameAdmission admission) {
    this.decoder = decoder;
    this.admission = admission;
  }

  /**
   * What a block will become, as its frames declare. Nothing is decompressed.
   *
   * @return the bytes, or {@link #UNKNOWN}
   * @throws ZstdException when {@link #decompress} would refuse it for what it declares
   */
  public long declaredBytes(MemorySegment source) {
    assert owner.isCaller() : owner;
    OffHeap.requireSource(source);
    return admission.declaredBytes(source, 0, source.byteSize());
  }

  /**
   * Decompresses a segment.
   *
   * @param destination never written beyond its end; its bytes after the payload may be overwritten
   *     as well
   * @return the payload's length in bytes
   * @throws ZstdException naming what is wrong with the source, or which limit it breaks; the
   *     destination's content is undefined then, but for {@link Kind#LIMIT}, {@link Kind#CAPACITY}
   *     and {@link Kind#DICTIONARY} by declaration, when nothing was written
   * @throws IllegalArgumentException when a segment is on the heap, or the destination read-only
   * @throws IllegalStateException when this is closed, or a segment's memory is
   */
  public long decompress(MemorySegment source, MemorySegment destination) {
    return decompress(source, 0, source.byteSize(), destination, 0, destination.byteSize());
  }

  /**
   * The same for parts of segments.
   *
   * @throws IndexOutOfBoundsException when a part is not within its segment
   */
  public long decompress(
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
    BlockDecoder open = open();
    long capacity = admission.admit(source, sourceOffset, sourceBytes, destinationCapacity);
    long bytes =
        open.decode(destination, destinationOffset, capacity, source, sourceOffset, sourceBytes);
    if (bytes < 0) {
      throw failed(bytes, sourceBytes, destinationCapacity);
    }
    return bytes;
  }

  private BlockDecoder open() {
    if (decoder == null) {
      throw new IllegalStateException("expected an open decompressor, actual closed");
    }
    return decoder;
  }

  private ZstdException failed(long result, long sourceBytes, long capacity) {
    return result == ZstdError.DESTINATION_TOO_SMALL
        ? admission.tooLong(sourceBytes, capacity)
        : ZstdError.decompressing(result);
  }

  /** Gives its memory back; its owner calls it. A second call does nothing. */
  @Override
  public void close() {
    assert owner.isCallerOrNobody() : owner;
    if (decoder != null) {
      decoder.close();
      decoder = null;
    }
  }
}

package io.machinenative.axiom.natives.zstd;

import java.lang.foreign.MemorySegment;

/**
 * Compresses a payload of any size, piece by piece.
 *
 * <pre>{@code
 * long left;
 * do {
 *   left = stream.compress(source.asSlice(at), destination, ZstdDirective.END);
 *   at += stream.consumedBytes();
 *   // write producedBytes() of the destination somewhere
 * } while (left > 0);
 * }</pre>
 *
 * <p>Owned by the first thread that uses it, until closed; frame after frame may be made with it.
 * It borrows the memory of both segments for the length of a call, which must be off-heap and must
 * not overlap. Unlike with blocks the JVM cannot keep another thread from closing a shared arena
 * during the call: do not.
 */
public final class ZstdCompressStream implements AutoCloseable {
  private final ThreadOwner owner = new ThreadOwner();
  private StreamEncoder encoder;

  ZstdCompressStream(StreamEncoder encoder) {
    this.encoder = encoder;
  }

  /**
   * Takes from the source and writes to the destination what it can: {@link #consumedBytes} and
   * {@link #producedBytes} tell.
   *
   * @param directive until a flush or an end is complete, repeat it with what is left of the source
   *     and nothing added
   * @return least bytes that are left to write; 0 when a flush or an end is complete. With {@link
   *     ZstdDirective#CONTINUE} it says nothing: see what was consumed
   * @throws IllegalArgumentException when a segment is on the heap, or the destination read-only
   * @throws IllegalStateException when this is closed, or a segment's memory is
   * @throws ZstdException when the content is not as long as was pledged
   */
  public long compress(MemorySegment source, MemorySegment destination, ZstdDirective directive) {
    assert owner.isCaller() : owner;
    OffHeap.requireSource(source);
    OffHeap.requireDestination(destination);
    long left = open().encode(source, destination, directive);
    return ZstdError.require(left, "not compressed");
  }

  /** What the last call took of its source. */
  public long consumedBytes() {
    return open().consumedBytes();
  }

  /** What the last call wrote to its destination. */
  public long producedBytes() {
    return open().producedBytes();
  }

  /**
   * Says before a frame how long its content will be: the frame declares it, and ending it earlier
   * or later is an error. Pure Java ignores it.
   */
  public void pledge(long contentBytes) {
    assert owner.isCaller() : owner;
    if (contentBytes < 0) {
      throw new IllegalArgumentException(
          "contentBytes: expected 0 or more, actual " + contentBytes);
    }
    ZstdError.require(open().pledge(contentBytes), "a pledge of " + contentBytes);
  }

  /** Forgets an unfinished frame: the next call begins another. */
  public void reset() {
    assert owner.isCaller() : owner;
    open().reset();
  }

  private StreamEncoder open() {
    if (encoder == null) {
      throw new IllegalStateException("expected an open stream, actual closed");
    }
    return encoder;
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

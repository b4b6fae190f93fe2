package io.machinenative.axiom.natives.zstd;

import io.machinenative.axiom.natives.zstd.ZstdException.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Decompresses a payload of any size, piece by piece: frames one after the other, as {@code zstd
 * -d} does; skippable frames are passed over.
 *
 * <p>Each header is read here before the decoder sees it, so that what it declares is refused
 * before memory is taken for it; what a frame produces is counted, and never passes {@link
 * ZstdLimits} either. The ratio is that of all bytes so far.
 *
 * <p>Owned by the first thread that uses it, until closed. It borrows the memory of both segments
 * for the length of a call, which must be off-heap and must not overlap. Unlike with blocks the JVM
 * cannot keep another thread from closing a shared arena during the call: do not. After an
 * exception only {@link #reset} and {@link #close} make sense.
 */
public final class ZstdDecompressStream implements AutoCloseable {
  private final ThreadOwner owner = new ThreadOwner();
  private final Arena arena = Arena.ofShared();
  private final MemorySegment header = arena.allocate(FrameReader.MAX_HEADER_BYTES);

  /** Takes what would pass a limit, which is then seen. */
  private final MemorySegment beyond = arena.allocate(1);

  private final FrameReader frame = new FrameReader();
  private final FrameAdmission admission;
  private StreamDecoder decoder;

  /** Of the header, while it is gathered; and how much of it the decoder has. */
  private int headerBytes;

  private int fedHeaderBytes;
  private boolean inFrame;
  private boolean drained;
  private long skipBytes;
  private long consumedBytes;
  private long producedBytes;
  private long totalConsumedBytes;
  private long totalProducedBytes;

  ZstdDecompressStream(StreamDecoder decoder, FrameAdmission admission) {
    this.decoder = decoder;
    this.admission = admission;
  }

  /**
   * Takes from the source and writes to the destination what it can: {@link #consumedBytes} and
   * {@link #producedBytes} tell. It has taken and written everything when the source is consumed
   * and the destination not full.
   *
   * @return whether a frame has just ended, everything written: the payload may end here
   * @throws ZstdException naming what is wrong with the source, or which limit it breaks
   * @throws IllegalArgumentException when a segment is on the heap, or the destination read-only
   * @throws IllegalStateException when this is closed, or a segment's memory is
   */
  public boolean decompress(MemorySegment source, MemorySegment destination) {
    assert owner.isCaller() : owner;
    OffHeap.requireSource(source);
    OffHeap.requireDestination(destination);
    requireOpen();
    consumedBytes = 0;
    producedBytes = 0;
    boolean going = true;
    while (going) {
      if (skipBytes > 0) {
        going = skip(source);
      } else if (!inFrame) {
        going = gatherHeader(source);
      } else {
        going = decode(source, destination);
      }
    }
    return isBetweenFrames();
  }

  private boolean isBetweenFrames() {
    return !inFrame && headerBytes == 0 && skipBytes == 0 && totalConsumedBytes > 0;
  }

  /** Whether there is more of the source. */
  private boolean skip(MemorySegment source) {
    long bytes = Math.min(skipBytes, source.byteSize() - consumedBytes);
    skipBytes -= bytes;
    consumed(bytes);
    return consumedBytes < source.byteSize();
  }

  /** Whether the header is complete, and may be. */
  private boolean gatherHeader(MemorySegment source) {
    int room = FrameReader.MAX_HEADER_BYTES - headerBytes;
    int bytes = (int) Math.min(room, source.byteSize() - consumedBytes);
    if (bytes == 0) {
      return false;
    }
    MemorySegment.copy(source, consumedBytes, header, headerBytes, bytes);
    int length = frame.read(header, 0, headerBytes + bytes);
    if (length < 0) {
      throw FrameAdmission.refusal(length, totalConsumedBytes - headerBytes, Long.MAX_VALUE);
    }
    int taken = length == FrameReader.TRUNCATED ? bytes : length - headerBytes;
    headerBytes += taken;
    consumed(taken);
    if (length > 0) {
      begin();
    }
    return length > 0;
  }

  private void begin() {
    if (frame.isSkippable()) {
      skipBytes = frame.skippedBytes();
      headerBytes = 0;
      return;
    }
    admission.admitInStream(frame, totalProducedBytes);
    inFrame = true;
    drained = false;
    fedHeaderBytes = 0;
  }

  /** Whether there may be more to do. */
  private boolean decode(MemorySegment source, MemorySegment destination) {
    boolean fromHeader = fedHeaderBytes < headerBytes;
    long inputBytes = fromHeader ? headerBytes - fedHeaderBytes : source.byteSize() - consumedBytes;
    if (drained && inputBytes == 0) {
      return false;
    }
    long room = destination.byteSize() - producedBytes;
    long allowed = admission.allowedInStream(totalConsumedBytes + inputBytes);
    long left = Math.max(0, allowed - totalProducedBytes);
    boolean atLimit = room > 0 && left == 0;
    long outputBytes = atLimit ? beyond.byteSize() : Math.min(room, left);

    long hint =
        decoder.decode(
            fromHeader ? header : source,
            fromHeader ? fedHeaderBytes : consumedBytes,
            inputBytes,
            atLimit ? beyond : destination,
            atLimit ? 0 : producedBytes,
            outputBytes);
    if (hint < 0) {
      throw ZstdError.decompressing(hint);
    }
    long took = decoder.consumedBytes();
    long wrote = decoder.producedBytes();
    if (atLimit && wrote > 0) {
      throw admission.tooLong(totalConsumedBytes + took, Long.MAX_VALUE);
    }
    if (fromHeader) {
      fedHeaderBytes += (int) took;
    } else {
      consumed(took);
    }
    producedBytes += wrote;
    totalProducedBytes += wrote;
    if (hint == 0) {
      inFrame = false;
      headerBytes = 0;
    }
    // Less than there was room for: nothing is waiting inside.
    drained = wrote < outputBytes;
    boolean progress = took > 0 || wrote > 0 || hint == 0;
    return progress
        && (consumedBytes < source.byteSize() || producedBytes < destination.byteSize());
  }

  private void consumed(long bytes) {
    consumedBytes += bytes;
    totalConsumedBytes += bytes;
  }

  /** What the last call took of its source. */
  public long consumedBytes() {
    return consumedBytes;
  }

  /** What the last call wrote to its destination. */
  public long producedBytes() {
    return producedBytes;
  }

  /**
   * To be called when there is no more source.
   *
   * @throws ZstdException when the last frame is not complete, or there was none
   */
  public void end() {
    if (!isBetweenFrames()) {
      throw new ZstdException(
          Kind.TRUNCATED,
          totalConsumedBytes == 0
              ? "expected a zstd frame, actual no bytes"
              : "the last frame does not end within " + totalConsumedBytes + " bytes");
    }
  }

  /** Forgets everything: the next call begins another payload. */
  public void reset() {
    assert owner.isCaller() : owner;
    requireOpen();
    decoder.reset();
    headerBytes = 0;
    inFrame = false;
    skipBytes = 0;
    totalConsumedBytes = 0;
    totalProducedBytes = 0;
  }

  private void requireOpen() {
    if (decoder == null) {
      throw new IllegalStateException("expected an open stream, actual closed");
    }
  }

  /** Gives its memory back; its owner calls it. A second call does nothing. */
  @Override
  public void close() {
    assert owner.isCallerOrNobody() : owner;
    if (decoder != null) {
      decoder.close();
      decoder = null;
      arena.close();
    }
  }
}

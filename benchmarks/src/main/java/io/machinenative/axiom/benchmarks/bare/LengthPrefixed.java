package io.machinenative.axiom.benchmarks.bare;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Cuts a stream into frames, in place where a frame came whole.
 *
 * <pre>
 *   0               4                4 + length
 *  +---------------+----------------+
 *  | length, LE    | payload        |
 *  +---------------+----------------+
 * </pre>
 *
 * <p>Owned by one event loop. Allocates nothing after construction. Its direct memory lives as long
 * as it does.
 */
final class LengthPrefixed {
  static final int PREFIX_BYTES = Integer.BYTES;

  /** Takes a frame's payload, borrowed until the call returns. */
  interface FrameSink {
    void onFrame(DirectBuffer buffer, int offset, int length);
  }

  private final int payloadBytes;
  private final FrameSink sink;
  private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
  private final UnsafeBuffer partial;
  private int partialBytes;

  /**
   * @param payloadBytes of every frame of the stream
   */
  LengthPrefixed(int payloadBytes, FrameSink sink) {
    this.payloadBytes = payloadBytes;
    this.sink = sink;
    partial = new UnsafeBuffer(ByteBuffer.allocateDirect(PREFIX_BYTES + payloadBytes));
  }

  static int frameBytes(int payloadBytes) {
    return PREFIX_BYTES + payloadBytes;
  }

  /** Takes what was read: consumes all of it, keeps what is left of a frame for the next time. */
  void onRead(ByteBuf in) {
    int frameBytes = frameBytes(payloadBytes);
    int position = in.readerIndex();
    int end = in.writerIndex();
    view.wrap(in.memoryAddress(), end);
    while (position < end) {
      if (partialBytes == 0 && end - position >= frameBytes) {
        deliver(view, position);
        position += frameBytes;
      } else {
        int taken = Math.min(frameBytes - partialBytes, end - position);
        partial.putBytes(partialBytes, view, position, taken);
        partialBytes += taken;
        position += taken;
        if (partialBytes == frameBytes) {
          partialBytes = 0;
          deliver(partial, 0);
        }
      }
    }
    in.readerIndex(end);
  }

  private void deliver(DirectBuffer buffer, int offset) {
    int length = buffer.getInt(offset);
    if (length != payloadBytes) {
      throw new IllegalStateException(
          "expected a frame of " + payloadBytes + " bytes, got one of " + length);
    }
    sink.onFrame(buffer, offset + PREFIX_BYTES, length);
  }
}

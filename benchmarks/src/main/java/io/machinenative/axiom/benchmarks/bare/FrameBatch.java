package io.machinenative.axiom.benchmarks.bare;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Frames that leave together: one write and one flush for all that one read brought. Owned by one
 * event loop; the buffer of a batch goes to Netty with the write.
 */
final class FrameBatch {
  private static final int MAX_BATCH_BYTES = 64 * 1024;

  private final Channel channel;
  private final int payloadBytes;
  private final int batchBytes;
  private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
  private ByteBuf batch;

  FrameBatch(Channel channel, int payloadBytes, int inFlight) {
    this.channel = channel;
    this.payloadBytes = payloadBytes;
    int frameBytes = LengthPrefixed.frameBytes(payloadBytes);
    long windowBytes = (long) inFlight * frameBytes;
    batchBytes = Math.max(frameBytes, (int) Math.min(windowBytes, MAX_BATCH_BYTES));
  }

  /**
   * Makes room for one frame and writes its prefix.
   *
   * @return the offset of its payload in {@link #buffer()}, to be filled before the next call
   */
  int add() {
    int frameBytes = LengthPrefixed.frameBytes(payloadBytes);
    if (batch != null && batch.writableBytes() < frameBytes) {
      channel.write(batch, channel.voidPromise());
      batch = null;
    }
    if (batch == null) {
      batch = channel.alloc().directBuffer(batchBytes, batchBytes);
      view.wrap(batch.memoryAddress(), batchBytes);
    }
    int start = batch.writerIndex();
    view.putInt(start, payloadBytes);
    batch.writerIndex(start + frameBytes);
    return start + LengthPrefixed.PREFIX_BYTES;
  }

  UnsafeBuffer buffer() {
    return view;
  }

  /** Sends what was added. */
  void flush() {
    if (batch != null) {
      channel.writeAndFlush(batch, channel.voidPromise());
      batch = null;
    }
  }

  /** Gives back what was not sent. */
  void release() {
    if (batch != null) {
      batch.release();
      batch = null;
    }
  }
}

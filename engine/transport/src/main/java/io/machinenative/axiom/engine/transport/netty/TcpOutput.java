package io.machinenative.axiom.engine.transport.netty;

import static io.machinenative.axiom.codec.FramingHeader.ENCODED_LENGTH;

import io.machinenative.axiom.codec.FramingHeader;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.FrameWriter;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Gathers the frames of one connection in a batch, and writes the batch when it is flushed or full.
 * While the socket takes nothing, the batch goes on filling, so memory is bounded by what was
 * committed.
 *
 * <p>Owned by the thread that steps the loop. Allocates nothing per frame.
 */
final class TcpOutput implements FrameWriter {
  private final TcpChannel channel;
  private final SendBuffers buffers;
  private final int maxPendingBytes;
  private final boolean secure;
  private final UnsafeBuffer view = new UnsafeBuffer(new byte[0]);

  /** Written, but not yet taken whole by the socket, in order; each with a reference of ours. */
  private final ArrayDeque<ByteBuf> inFlight = new ArrayDeque<>(4);

  private ByteBuf batch;
  private int batchOffset;
  private int claimedBytes;
  private boolean open = true;

  /**
   * @param secure whether a handler of the channel encrypts, so that all goes through Netty's queue
   */
  TcpOutput(TcpChannel channel, SendBuffers buffers, int maxPendingBytes, boolean secure) {
    this.channel = channel;
    this.buffers = buffers;
    this.maxPendingBytes = maxPendingBytes;
    this.secure = secure;
  }

  @Override
  public int claim(int length) {
    assert claimedBytes == 0 : "a claim is open already";
    assert channel.eventLoop().inEventLoop() : "claimed on a thread that does not own the loop";
    if (!open) {
      return Outcome.CLOSED;
    }
    if (length > WireLimits.MAX_FRAME_BYTES) {
      return Outcome.TOO_LARGE;
    }
    int bytes = ENCODED_LENGTH + length;
    if ((batch == null || batch.capacity() - batchOffset < bytes) && !beginBatch()) {
      return open ? Outcome.BACK_PRESSURED : Outcome.CLOSED;
    }
    claimedBytes = bytes;
    return Outcome.OK;
  }

  /** Writes the batch that is full, if there is one, and takes an empty one. */
  private boolean beginBatch() {
    if (unwrittenBytes() > maxPendingBytes) {
      return false;
    }
    if (batch != null) {
      writeBatch();
    }
    reclaim();
    batch = open ? buffers.take() : null;
    if (batch == null) {
      return false;
    }
    ByteBuffer memory = batch.internalNioBuffer(0, batch.capacity());
    view.wrap(memory, memory.position(), batch.capacity());
    batchOffset = 0;
    return true;
  }

  @Override
  public MutableDirectBuffer buffer() {
    return view;
  }

  @Override
  public int offset() {
    return batchOffset + ENCODED_LENGTH;
  }

  @Override
  public void commit() {
    assert claimedBytes > 0 : "no claim is open";
    FramingHeader.write(view, batchOffset, claimedBytes - ENCODED_LENGTH);
    batchOffset += claimedBytes;
    claimedBytes = 0;
  }

  @Override
  public void abort() {
    assert claimedBytes > 0 : "no claim is open";
    claimedBytes = 0;
    if (batchOffset == 0) {
      giveBatchBack();
    }
  }

  @Override
  public int maxFrameBytes() {
    return WireLimits.MAX_FRAME_BYTES;
  }

  /** Hands what was committed to the socket, if the socket has taken all that it got before. */
  void flush() {
    reclaim();
    if (batchOffset > 0 && claimedBytes == 0 && unwrittenBytes() == 0) {
      writeBatch();
    }
  }

  /** Whether the socket has taken all that was committed. */
  boolean isFlushed() {
    return batchOffset == 0 && unwrittenBytes() == 0;
  }

  /** Bytes that were committed and not taken by the socket. */
  long pendingBytes() {
    return batchOffset + unwrittenBytes();
  }

  /** Takes no more frames; what was committed can still be flushed. */
  void stop() {
    open = false;
    if (claimedBytes > 0) {
      abort();
    }
  }

  /** Gives all buffers back: the channel is closed and refers to none of them. */
  void release() {
    stop();
    giveBatchBack();
    reclaim();
    assert inFlight.isEmpty() : "a closed channel refers to " + inFlight;
  }

  private void writeBatch() {
    ByteBuf full = batch;
    batch = null;
    full.writerIndex(batchOffset);
    batchOffset = 0;
    if (!channel.isActive()) {
      buffers.giveBack(full);
      return;
    }
    try {
      if (!secure && unwrittenBytes() == 0) {
        full.skipBytes(channel.writeNow(full.internalNioBuffer(0, full.writerIndex())));
      }
    } catch (IOException e) {
      buffers.giveBack(full);
      channel.pipeline().fireExceptionCaught(e);
      return;
    }
    if (full.isReadable()) {
      queue(full);
    } else {
      buffers.giveBack(full);
    }
  }

  /**
   * Leaves to Netty what the socket does not take now; the handler for TLS gets all of it this way.
   */
  private void queue(ByteBuf full) {
    inFlight.addLast(full);
    channel.write(full.retain(), channel.voidPromise());
    channel.flush();
  }

  private void reclaim() {
    for (ByteBuf first = inFlight.peekFirst();
        first != null && first.refCnt() == 1;
        first = inFlight.peekFirst()) {
      inFlight.pollFirst();
      buffers.giveBack(first);
    }
  }

  private void giveBatchBack() {
    if (batch != null) {
      buffers.giveBack(batch);
      batch = null;
      batchOffset = 0;
    }
  }

  private long unwrittenBytes() {
    ChannelOutboundBuffer unwritten = channel.unsafe().outboundBuffer();
    long bytes = unwritten == null ? 0 : unwritten.totalPendingWriteBytes();
    return secure ? bytes + unencryptedBytes() : bytes;
  }

  /** What the handler for TLS has not taken. */
  private long unencryptedBytes() {
    long bytes = 0;
    for (ByteBuf buffer : inFlight) {
      if (buffer.refCnt() > 1) {
        bytes += buffer.readableBytes();
      }
    }
    return bytes;
  }
}

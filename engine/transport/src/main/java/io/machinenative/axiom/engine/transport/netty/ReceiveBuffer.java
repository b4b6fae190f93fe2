package io.machinenative.axiom.engine.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * The one buffer into which all connections of a loop read: what was read is used up before the
 * next read, so nothing is allocated and the memory stays in the cache. A handler that keeps the
 * buffer, as one for TLS does, makes the next read take a buffer of its own from the allocator.
 *
 * <p>Owned by the thread that steps the loop.
 */
final class ReceiveBuffer implements RecvByteBufAllocator {
  /** Most reads of one connection in a poll, so that others are not starved. */
  private static final int READS_PER_POLL = 4;

  private final FixedRecvByteBufAllocator sizes;
  private final ByteBuf shared;

  ReceiveBuffer(ByteBufAllocator allocator, int bytes) {
    sizes = new FixedRecvByteBufAllocator(bytes);
    sizes.maxMessagesPerRead(READS_PER_POLL);
    shared = allocator.directBuffer(bytes, bytes);
  }

  /** Netty asks for the type that it has deprecated. */
  @Override
  @SuppressWarnings("deprecation")
  public Handle newHandle() {
    return new DelegatingHandle(sizes.newHandle()) {
      @Override
      public ByteBuf allocate(ByteBufAllocator allocator) {
        return shared.refCnt() == 1 ? shared.clear().retain() : super.allocate(allocator);
      }
    };
  }

  void release() {
    shared.release();
  }
}

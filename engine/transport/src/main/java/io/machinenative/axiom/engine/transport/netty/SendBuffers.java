package io.machinenative.axiom.engine.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;

/**
 * The buffers in which the connections of a loop gather frames. The one that came back last is lent
 * first, so an engine whose sockets take what they get works with a single one.
 *
 * <p>Owned by the thread that steps the loop. Takes memory from the allocator when a buffer is
 * first needed, up to a limit, and keeps it.
 */
final class SendBuffers {
  private final ByteBufAllocator allocator;
  private final int bufferBytes;
  private final int buffersMax;
  private final ArrayDeque<ByteBuf> free = new ArrayDeque<>();
  private int held;

  SendBuffers(ByteBufAllocator allocator, int bufferBytes, int buffersMax) {
    this.allocator = allocator;
    this.bufferBytes = bufferBytes;
    this.buffersMax = buffersMax;
  }

  /** Lends an empty buffer, or answers null when all are lent. */
  ByteBuf take() {
    ByteBuf buffer = free.pollLast();
    if (buffer == null && held < buffersMax) {
      held++;
      buffer = allocator.directBuffer(bufferBytes, bufferBytes);
    }
    return buffer;
  }

  /** Takes a buffer back that nobody else refers to. */
  void giveBack(ByteBuf buffer) {
    assert buffer.refCnt() == 1 : "expected one reference, got " + buffer.refCnt();
    free.addLast(buffer.clear());
  }

  /** Buffers that are lent now. */
  int lent() {
    return held - free.size();
  }

  /** Frees what is not lent. */
  void release() {
    for (ByteBuf buffer = free.pollLast(); buffer != null; buffer = free.pollLast()) {
      buffer.release();
      held--;
    }
  }
}

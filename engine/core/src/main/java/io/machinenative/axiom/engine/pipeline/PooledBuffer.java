package io.machinenative.axiom.engine.pipeline;

import java.nio.ByteBuffer;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Off-heap memory lent by a {@link BufferPool}. Owned by whoever acquired it, handed on by
 * agreement, and {@linkplain #release() released} exactly once. Its content is undefined when it is
 * acquired.
 */
public final class PooledBuffer {
  private final BufferPool pool;
  private final int sizeClass;
  private final ByteBuffer memory;
  private final UnsafeBuffer buffer;
  boolean lent;

  PooledBuffer(BufferPool pool, int sizeClass, int capacity) {
    this.pool = pool;
    this.sizeClass = sizeClass;
    this.memory = ByteBuffer.allocateDirect(capacity);
    this.buffer = new UnsafeBuffer(memory);
  }

  /** The memory, of at least the size that was asked for. */
  public UnsafeBuffer buffer() {
    return buffer;
  }

  public int capacity() {
    return buffer.capacity();
  }

  /** Gives the memory back; it must not be touched from here on. Any thread. */
  public void release() {
    pool.release(this);
  }

  int sizeClass() {
    return sizeClass;
  }

  void free() {
    BufferUtil.free(memory);
  }
}

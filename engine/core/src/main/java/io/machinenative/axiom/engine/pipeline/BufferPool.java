package io.machinenative.axiom.engine.pipeline;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;

/**
 * Off-heap buffers for messages longer than a slot or a frame, and for replies that a slow reader
 * has not taken yet.
 *
 * <p>Sizes are powers of two from {@value #MIN_BUFFER_BYTES} bytes to the message limit. Memory is
 * taken from the system when a size is first needed, kept for the next use, and never exceeds the
 * budget: when that is spent, free buffers of other sizes are given up, and after that {@link
 * #acquire} answers null, which its caller turns into back pressure.
 *
 * <p>Thread-safe and lock-free. Allocates on the heap only when it takes memory from the system.
 */
public final class BufferPool implements AutoCloseable {
  /** Smallest buffer: 4 KiB, a page. */
  public static final int MIN_BUFFER_BYTES = 4096;

  /** Free buffers kept of each size; what is released beyond that goes back to the system. */
  private static final int KEPT_PER_SIZE = 1024;

  private static final int MIN_SHIFT = Integer.numberOfTrailingZeros(MIN_BUFFER_BYTES);

  private final ManyToManyConcurrentArrayQueue<PooledBuffer>[] free;
  private final long budgetBytes;
  private final AtomicLong heldBytes = new AtomicLong();
  private final AtomicInteger lent = new AtomicInteger();

  /**
   * @param maxBufferBytes longest buffer that will be asked for
   * @param budgetBytes most memory that the pool holds, lent and free together; at least one
   *     longest buffer
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public BufferPool(int maxBufferBytes, long budgetBytes) {
    int sizes = sizeClass(maxBufferBytes) + 1;
    if (budgetBytes < (long) MIN_BUFFER_BYTES << (sizes - 1)) {
      throw new IllegalArgumentException(
          "expected a budget of at least one buffer of "
              + ((long) MIN_BUFFER_BYTES << (sizes - 1))
              + " bytes, got "
              + budgetBytes);
    }
    this.budgetBytes = budgetBytes;
    free = new ManyToManyConcurrentArrayQueue[sizes];
    for (int i = 0; i < sizes; i++) {
      free[i] = new ManyToManyConcurrentArrayQueue<>(KEPT_PER_SIZE);
    }
  }

  /**
   * Lends a buffer.
   *
   * @param bytes that it must hold, from 0 to the pool's longest
   * @return a buffer of at least so many bytes, or null when the budget is spent
   */
  public PooledBuffer acquire(int bytes) {
    int sizeClass = sizeClass(bytes);
    if (sizeClass >= free.length) {
      throw new IllegalArgumentException(
          "expected at most "
              + ((long) MIN_BUFFER_BYTES << (free.length - 1))
              + " bytes, got "
              + bytes);
    }
    PooledBuffer buffer = free[sizeClass].poll();
    if (buffer == null) {
      buffer = takeFromSystem(sizeClass);
    }
    if (buffer != null) {
      assert !buffer.lent : "a buffer was lent twice";
      buffer.lent = true;
      lent.incrementAndGet();
    }
    return buffer;
  }

  /** Buffers that are lent now; 0 when nothing leaks. */
  public int lent() {
    return lent.get();
  }

  /** Memory that the pool holds now, lent and free. */
  public long heldBytes() {
    return heldBytes.get();
  }

  void release(PooledBuffer buffer) {
    assert buffer.lent : "a buffer was released twice";
    buffer.lent = false;
    lent.decrementAndGet();
    if (!free[buffer.sizeClass()].offer(buffer)) {
      giveUp(buffer);
    }
  }

  private PooledBuffer takeFromSystem(int sizeClass) {
    long bytes = (long) MIN_BUFFER_BYTES << sizeClass;
    while (!reserve(bytes)) {
      if (!evictOne()) {
        return null;
      }
    }
    return new PooledBuffer(this, sizeClass, (int) bytes);
  }

  private boolean reserve(long bytes) {
    long held;
    do {
      held = heldBytes.get();
      if (held + bytes > budgetBytes) {
        return false;
      }
    } while (!heldBytes.compareAndSet(held, held + bytes));
    return true;
  }

  /** Gives up the largest free buffer. */
  private boolean evictOne() {
    for (int i = free.length - 1; i >= 0; i--) {
      PooledBuffer victim = free[i].poll();
      if (victim != null) {
        giveUp(victim);
        return true;
      }
    }
    return false;
  }

  private void giveUp(PooledBuffer buffer) {
    heldBytes.addAndGet(-buffer.capacity());
    buffer.free();
  }

  /** Gives all free memory back to the system. */
  @Override
  public void close() {
    while (evictOne()) {
      // each round gives one buffer up
    }
  }

  private static int sizeClass(int bytes) {
    return bytes <= MIN_BUFFER_BYTES
        ? 0
        : Integer.SIZE - Integer.numberOfLeadingZeros(bytes - 1) - MIN_SHIFT;
  }
}

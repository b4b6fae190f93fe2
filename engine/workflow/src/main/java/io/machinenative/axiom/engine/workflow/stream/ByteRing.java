package io.machinenative.axiom.engine.workflow.stream;

import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.concurrent.NanoClock;

/**
 * Bytes from one thread to another through memory outside the heap, as many as it holds: a writer
 * that is ahead waits, and so does a reader that is behind.
 *
 * <pre>
 *  0          read            written       capacity
 *  ├───────────┼─────────────────┼──────────────┤     at position % capacity
 *      free          to be read        free
 * </pre>
 *
 * <p>One writer thread, one reader thread; bytes are copied outside the lock, which guards the two
 * positions. Each end says once that it is done; the second one frees the memory.
 */
final class ByteRing {
  private static final int ENDS = 2;

  /** A writer that waited is woken when a quarter is free: not for every read of its neighbour. */
  private static final int WAKE_SHARE = 4;

  private final int capacityBytes;
  private final NanoClock clock;
  private final Arena arena;
  private final MemorySegment memory;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition readable = lock.newCondition();
  private final Condition writable = lock.newCondition();

  // All below is guarded by the lock.
  private long written;
  private long read;
  private boolean finished;
  private boolean broken;
  private boolean readerGone;
  private boolean readerWaits;
  private boolean writerWaits;
  private int endsLeft = ENDS;

  ByteRing(int capacityBytes, NanoClock clock) {
    this.capacityBytes = capacityBytes;
    this.clock = clock;
    arena = Arena.ofShared();
    memory = arena.allocate(capacityBytes, Long.BYTES);
  }

  /**
   * The writer: takes all bytes of a buffer, and waits while the ring is full.
   *
   * @param meter is told how long it waited
   * @throws ClosedChannelException when nobody reads any more
   * @throws InterruptedIOException when the thread is interrupted while it waits; it stays so
   */
  void write(ByteBuffer source, StageMeter meter)
      throws ClosedChannelException, InterruptedIOException {
    MemorySegment bytes = MemorySegment.ofBuffer(source);
    long done = 0;
    while (done < bytes.byteSize()) {
      long free = awaitFree(meter);
      long at = written();
      int index = (int) (at % capacityBytes);
      long length = Math.min(Math.min(free, bytes.byteSize() - done), capacityBytes - index);
      MemorySegment.copy(bytes, done, memory, index, length);
      done += length;
      publish(at + length);
    }
    source.position(source.limit());
  }

  /**
   * The reader: takes what is there, and waits while nothing is.
   *
   * @param meter is told how long it waited
   * @return the bytes, at least one unless the buffer is full; -1 at the end
   * @throws ClosedChannelException when the writer did not get to its end
   * @throws InterruptedIOException when the thread is interrupted while it waits; it stays so
   */
  int read(ByteBuffer target, StageMeter meter)
      throws ClosedChannelException, InterruptedIOException {
    if (!target.hasRemaining()) {
      return 0;
    }
    long there = awaitBytes(meter);
    if (there == 0) {
      return -1;
    }
    int total = (int) Math.min(there, target.remaining());
    MemorySegment into = MemorySegment.ofBuffer(target);
    int index = (int) (readPosition() % capacityBytes);
    int first = Math.min(total, capacityBytes - index);
    MemorySegment.copy(memory, index, into, 0, first);
    MemorySegment.copy(memory, 0, into, first, (long) total - first);
    target.position(target.position() + total);
    release(total);
    return total;
  }

  /** The writer: everything is written, or, with {@code whole} false, will never be. */
  void endWriting(boolean whole) {
    lock.lock();
    try {
      finished |= whole;
      broken |= !whole;
      readable.signal();
      endOne();
    } finally {
      lock.unlock();
    }
  }

  /** The reader: wants no more. */
  void endReading() {
    lock.lock();
    try {
      readerGone = true;
      writable.signal();
      endOne();
    } finally {
      lock.unlock();
    }
  }

  /** Anybody: both ends fail from here on, waiting or not. */
  void breakUp() {
    lock.lock();
    try {
      broken = true;
      readerGone = true;
      readable.signal();
      writable.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Bytes that wait to be read, of {@link #capacityBytes()}. */
  int waitingBytes() {
    lock.lock();
    try {
      return (int) (written - read);
    } finally {
      lock.unlock();
    }
  }

  int capacityBytes() {
    return capacityBytes;
  }

  private long awaitFree(StageMeter meter) throws ClosedChannelException, InterruptedIOException {
    lock.lock();
    try {
      if (written - read == capacityBytes && !readerGone) {
        long beganNs = clock.nanoTime();
        writerWaits = true;
        while (capacityBytes - (written - read) < capacityBytes / WAKE_SHARE && !readerGone) {
          writable.await();
        }
        meter.waitedToWrite(clock.nanoTime() - beganNs);
      }
      if (readerGone) {
        throw new ClosedChannelException();
      }
      return capacityBytes - (written - read);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      writerWaits = false;
      lock.unlock();
    }
  }

  private long awaitBytes(StageMeter meter) throws ClosedChannelException, InterruptedIOException {
    lock.lock();
    try {
      if (written == read && !finished && !broken) {
        long beganNs = clock.nanoTime();
        readerWaits = true;
        while (written == read && !finished && !broken) {
          readable.await();
        }
        meter.waitedToRead(clock.nanoTime() - beganNs);
      }
      if (broken) {
        throw new ClosedChannelException();
      }
      return written - read;
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      readerWaits = false;
      lock.unlock();
    }
  }

  private long written() {
    lock.lock();
    try {
      return written;
    } finally {
      lock.unlock();
    }
  }

  private long readPosition() {
    lock.lock();
    try {
      return read;
    } finally {
      lock.unlock();
    }
  }

  private void publish(long position) {
    lock.lock();
    try {
      written = position;
      if (readerWaits) {
        readable.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void release(int bytes) {
    lock.lock();
    try {
      read += bytes;
      if (writerWaits && capacityBytes - (written - read) >= capacityBytes / WAKE_SHARE) {
        writable.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void endOne() {
    endsLeft--;
    assert endsLeft >= 0 : "an end of a ring ended twice";
    if (endsLeft == 0) {
      arena.close();
    }
  }

  private static InterruptedIOException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException e = new InterruptedIOException("interrupted while waiting for bytes");
    e.initCause(cause);
    return e;
  }
}

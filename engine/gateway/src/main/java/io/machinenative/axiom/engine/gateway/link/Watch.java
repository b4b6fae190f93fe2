package io.machinenative.axiom.engine.gateway.link;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.NanoClock;

/**
 * Ends connections that are late. Sleeps until the earliest deadline that it knows, and is woken by
 * an earlier one only: while calls follow each other, each with the same time to wait, it is not
 * woken at all.
 *
 * <p><b>Threads.</b> A virtual one of its own looks; {@link #add}, {@link #remove} and {@link
 * #armed} are anybody's.
 */
final class Watch {
  private static final long LONGEST_SLEEP_NS = TimeUnit.HOURS.toNanos(1);

  private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
  private final AtomicInteger held = new AtomicInteger();
  private final NanoClock clock;
  private final Thread thread;

  /** Until when it sleeps; written before {@link #looking} is cleared, and read after that. */
  private volatile long wakeNs;

  private volatile boolean looking = true;
  private volatile boolean closed;

  Watch(ThreadFactory threads, NanoClock clock) {
    this.clock = clock;
    thread = threads.newThread(this::run);
  }

  void start() {
    thread.start();
  }

  void add(Wire wire) {
    wires.add(wire);
    LockSupport.unpark(thread);
  }

  void remove(Wire wire) {
    wires.remove(wire);
    if (closed) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * A connection has a new deadline, which was written before. Whoever finds {@link #looking} not
   * set, from before a look, wrote its deadline before that look too, which then sees it.
   */
  void armed(long deadlineNs) {
    if (looking || deadlineNs - wakeNs < 0) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!closed || held.get() > 0 || !wires.isEmpty()) {
      looking = true;
      long nowNs = clock.nanoTime();
      long leftNs = LONGEST_SLEEP_NS;
      for (Wire wire : wires) {
        leftNs = Math.min(leftNs, Math.max(0, wire.expire(nowNs) - nowNs));
      }
      wakeNs = nowNs + leftNs;
      looking = false;
      if (leftNs > 0) {
        LockSupport.parkNanos(this, leftNs);
      }
    }
  }

  /** Goes on looking after the end, until {@link #release}. */
  void hold() {
    held.incrementAndGet();
  }

  void release() {
    held.decrementAndGet();
    LockSupport.unpark(thread);
  }

  /** Ends every connection but those for a good-bye, which end in their own time. */
  void close() {
    closed = true;
    for (Wire wire : wires) {
      if (!wire.isLast()) {
        wire.close();
      }
    }
    LockSupport.unpark(thread);
  }
}

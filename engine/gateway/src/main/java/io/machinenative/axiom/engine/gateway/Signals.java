package io.machinenative.axiom.engine.gateway;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What whoever looks after an upstream server is told: each thing once, however often it is said.
 * Any thread tells; one waits.
 */
final class Signals {
  /** What is told. */
  enum Signal {
    /** The lists changed, or should be looked at. */
    LOOK,
    /** The connection may be broken. */
    SUSPECT,
    /** The link ended. */
    ENDED,
    /** The stream of what the server says on its own ended. */
    DEAF,
    /** Somebody wants the server now. */
    WANTED,
    /** Nobody wants it any more. */
    STOP
  }

  private final Set<Signal> told = EnumSet.noneOf(Signal.class);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  void tell(Signal signal) {
    lock.lock();
    try {
      told.add(signal);
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean has(Signal signal) {
    lock.lock();
    try {
      return told.contains(signal);
    } finally {
      lock.unlock();
    }
  }

  /** Takes all that was told; waits for something, at most so long, when nothing was. */
  Set<Signal> await(long waitNs) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long leftNs = waitNs;
      while (told.isEmpty() && leftNs > 0) {
        leftNs = news.awaitNanos(leftNs);
      }
      return take();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until one of these is told, at most so long; nothing is taken. */
  void awaitAny(Set<Signal> wanted, long waitNs) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long leftNs = waitNs;
      while (told.stream().noneMatch(wanted::contains) && leftNs > 0) {
        leftNs = news.awaitNanos(leftNs);
      }
    } finally {
      lock.unlock();
    }
  }

  private Set<Signal> take() {
    Set<Signal> taken = EnumSet.noneOf(Signal.class);
    taken.addAll(told);
    told.clear();
    if (taken.contains(Signal.STOP)) {
      told.add(Signal.STOP); // that one stays
    }
    return taken;
  }
}

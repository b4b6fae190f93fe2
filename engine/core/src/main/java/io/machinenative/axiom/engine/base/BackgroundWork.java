package io.machinenative.axiom.engine.base;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.NanoClock;

/**
 * Whether work beside the calls wants a core now, as the preparation of a plugin does. Threads that
 * poll share theirs with it then: see {@link YieldThenParkIdleStrategy}.
 *
 * <p>Any thread. Asking costs two volatile reads.
 */
public final class BackgroundWork {
  /** Before work begins: every thread that polls has looked here then, and sleeps at times. */
  private static final long SEEN_NS = 150_000L;

  /** After it: compilers are at what is new. */
  private static final long AFTER_NS = 10_000_000L;

  private final NanoClock clock;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile long quietNs;

  /** Work that is under way until it is closed. */
  @FunctionalInterface
  public interface Work extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param clock the one that threads idle by
   */
  public BackgroundWork(NanoClock clock) {
    this.clock = clock;
    quietNs = clock.nanoTime();
  }

  /** Tells that work is to begin; returns when it may. Blocks for {@value #SEEN_NS} ns. */
  public Work begin() {
    if (underWay.getAndIncrement() == 0) {
      LockSupport.parkNanos(SEEN_NS);
    }
    return this::end;
  }

  private void end() {
    quietNs = clock.nanoTime() + AFTER_NS;
    underWay.decrementAndGet();
  }

  /** Whether there is any, or was until just before. */
  public boolean isUnderWay(long nowNs) {
    return underWay.get() > 0 || nowNs - quietNs < 0;
  }
}

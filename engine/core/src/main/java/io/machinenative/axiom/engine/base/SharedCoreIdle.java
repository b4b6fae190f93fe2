package io.machinenative.axiom.engine.base;

import java.util.function.LongConsumer;
import org.agrona.concurrent.NanoClock;

/**
 * How a thread that polls idles while other work wants its core. A thread that yields gives the
 * core away until the kernel's next tick, some milliseconds; one that sleeps has it back when it
 * wakes up. So it sleeps for a short time whenever it finds nothing to do, as long as it has little
 * to do; else it spins, and shares by the ticks alone, since a sleep takes as much time of the core
 * as some hundred calls.
 *
 * <p>Owned by one thread. Allocates nothing.
 */
final class SharedCoreIdle {
  /** A wake-up comes about 50 µs later than asked. */
  private static final long SLEEP_NS = 50_000L;

  /** Work after a sleep up to which the next one may follow at once. */
  private static final long LITTLE_NS = 25_000L;

  /** How long to look, after more work than that, before the next sleep. */
  private static final long WINDOW_NS = 100_000L;

  /** Longer gaps are no idling: others had the core. */
  private static final long GAP_NS = 1_000_000L;

  private final NanoClock clock;
  private final LongConsumer sleep;
  private long windowNs;
  private long lastNs;
  private long idleNs;
  private boolean slept;

  /**
   * @param sleep for so many ns
   */
  SharedCoreIdle(NanoClock clock, LongConsumer sleep) {
    this.clock = clock;
    this.sleep = sleep;
    begin(clock.nanoTime());
  }

  /**
   * Sleeps or spins.
   *
   * @param worked whether there was work since the last call
   */
  void idle(long nowNs, boolean worked) {
    if (nowNs - lastNs > GAP_NS) {
      begin(nowNs);
    } else if (!worked) {
      idleNs += nowNs - lastNs;
    }
    lastNs = nowNs;
    long ageNs = nowNs - windowNs;
    long busyNs = ageNs - idleNs;
    if (slept && busyNs < LITTLE_NS) {
      sleep();
    } else if (ageNs < WINDOW_NS) {
      Thread.onSpinWait();
    } else if (busyNs < ageNs >> 2) {
      sleep();
    } else {
      begin(nowNs);
    }
  }

  private void sleep() {
    sleep.accept(SLEEP_NS);
    begin(clock.nanoTime());
    slept = true;
  }

  private void begin(long nowNs) {
    windowNs = nowNs;
    lastNs = nowNs;
    idleNs = 0;
    slept = false;
  }
}

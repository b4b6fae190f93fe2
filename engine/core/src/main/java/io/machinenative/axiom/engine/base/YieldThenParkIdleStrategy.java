package io.machinenative.axiom.engine.base;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * Yields while there is traffic, and parks once there has been none for a stated time: low latency
 * under load, no core burnt when idle. Parks double from the shortest to the longest. While work
 * beside the calls wants a core, it sleeps for a short time instead of yielding.
 *
 * <p>Owned by one thread. Allocates nothing. Work costs one field write; only idling reads the
 * clock.
 */
public final class YieldThenParkIdleStrategy implements IdleStrategy {
  /**
   * Yielding goes on for so long after the last work. Longer keeps latency low over longer gaps
   * between calls; shorter frees the core sooner.
   */
  public static final long DEFAULT_YIELD_NS = 20_000_000L;

  /** First park; about the least that Linux sleeps is 50 µs more than asked. */
  public static final long DEFAULT_MIN_PARK_NS = 50_000L;

  /** Longest park: the most that a first call after silence waits. */
  public static final long DEFAULT_MAX_PARK_NS = 1_000_000L;

  private static final long WORKING = Long.MIN_VALUE;

  private final NanoClock clock;
  private final LongPredicate coresWanted;
  private final SharedCoreIdle shared;
  private final long yieldNs;
  private final long minParkNs;
  private final long maxParkNs;
  private long idleSinceNs = WORKING;
  private long parkNs;

  public YieldThenParkIdleStrategy(NanoClock clock) {
    this(clock, nowNs -> false);
  }

  /**
   * @param coresWanted whether, at a time of the clock, others want the cores, as {@link
   *     BackgroundWork#isUnderWay} tells
   */
  public YieldThenParkIdleStrategy(NanoClock clock, LongPredicate coresWanted) {
    this(clock, coresWanted, DEFAULT_YIELD_NS, DEFAULT_MIN_PARK_NS, DEFAULT_MAX_PARK_NS);
  }

  /**
   * @param clock that says how long it has been idle
   * @param yieldNs how long to yield before parking, 0 or more
   * @param minParkNs first park, above 0
   * @param maxParkNs longest park, at least {@code minParkNs}
   */
  public YieldThenParkIdleStrategy(NanoClock clock, long yieldNs, long minParkNs, long maxParkNs) {
    this(clock, nowNs -> false, yieldNs, minParkNs, maxParkNs);
  }

  private YieldThenParkIdleStrategy(
      NanoClock clock, LongPredicate coresWanted, long yieldNs, long minParkNs, long maxParkNs) {
    if (yieldNs < 0 || minParkNs <= 0 || maxParkNs < minParkNs) {
      throw new IllegalArgumentException(
          "expected 0 <= yieldNs and 0 < minParkNs <= maxParkNs, got yieldNs="
              + yieldNs
              + " minParkNs="
              + minParkNs
              + " maxParkNs="
              + maxParkNs);
    }
    this.clock = clock;
    this.coresWanted = coresWanted;
    shared = new SharedCoreIdle(clock, LockSupport::parkNanos);
    this.yieldNs = yieldNs;
    this.minParkNs = minParkNs;
    this.maxParkNs = maxParkNs;
    this.parkNs = minParkNs;
  }

  @Override
  public void idle(int workCount) {
    if (workCount > 0) {
      idleSinceNs = WORKING;
    } else {
      idle();
    }
  }

  @Override
  public void idle() {
    long nowNs = clock.nanoTime();
    boolean worked = idleSinceNs == WORKING;
    if (worked) {
      idleSinceNs = nowNs;
      parkNs = minParkNs;
    }
    if (nowNs - idleSinceNs < yieldNs) {
      if (coresWanted.test(nowNs)) {
        shared.idle(nowNs, worked);
      } else {
        Thread.yield();
      }
    } else {
      LockSupport.parkNanos(parkNs);
      parkNs = Math.min(parkNs << 1, maxParkNs);
    }
  }

  /** Whether the next {@link #idle()} would park: the moment to wait on a selector instead. */
  public boolean wouldPark() {
    return idleSinceNs != WORKING && clock.nanoTime() - idleSinceNs >= yieldNs;
  }

  @Override
  public void reset() {
    idleSinceNs = WORKING;
  }

  @Override
  public String alias() {
    return "yield-then-park";
  }
}

package io.machinenative.axiom.benchmarks.rtt;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * How every thread of every subject idles: it yields while there is traffic, and parks when there has been none for a
 * while, so that a server that is not measured just now leaves the cores to the one that is.
 */
public final class IdleStrategies {
  private static final int YIELDS = 5_000;
  private static final long MIN_PARK_NS = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long MAX_PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);

  private IdleStrategies() {}

  /** A strategy for one thread. */
  public static IdleStrategy yieldThenPark() {
    return new BackoffIdleStrategy(0, YIELDS, MIN_PARK_NS, MAX_PARK_NS);
  }
}

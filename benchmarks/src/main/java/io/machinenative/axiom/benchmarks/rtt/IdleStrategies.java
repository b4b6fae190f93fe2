package io.machinenative.axiom.benchmarks.rtt;

import io.machinenative.axiom.engine.base.BackgroundWork;
import io.machinenative.axiom.engine.base.YieldThenParkIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;

/**
 * How every thread of every subject idles: as the engine's own do. They yield while there is
 * traffic, and park when there has been none for a while, so that a server that is not measured
 * just now leaves the cores to the one that is.
 */
public final class IdleStrategies {
  private IdleStrategies() {}

  /** A strategy for one thread. */
  public static YieldThenParkIdleStrategy yieldThenPark() {
    return new YieldThenParkIdleStrategy(SystemNanoClock.INSTANCE);
  }

  /** One for a thread that knows of the work beside the calls of an engine in its process. */
  public static YieldThenParkIdleStrategy yieldThenPark(BackgroundWork background) {
    return new YieldThenParkIdleStrategy(SystemNanoClock.INSTANCE, background::isUnderWay);
  }
}

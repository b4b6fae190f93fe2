package io.machinenative.axiom.engine.pipeline;

import io.machinenative.axiom.engine.base.YieldThenParkIdleStrategy;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * How an ingress agent with one carrier idles: yields while there is traffic, then waits on the
 * carrier if that can be waited on, so that the first call after a silence is read at once; parks
 * if not.
 *
 * <p>Owned by the agent's thread, but {@link #wakeup()}.
 */
public final class CarrierIdleStrategy implements IdleStrategy {
  /** Longest wait: deadlines, heartbeats and the drain are looked at so often. */
  private static final long MAX_WAIT_NS = 5_000_000L;

  private final YieldThenParkIdleStrategy yielding;
  private final Listener carrier;
  private final BooleanSupplier hasEvents;
  private volatile boolean waiting;

  /**
   * @param coresWanted whether, at a time of the clock, others want the cores
   * @param carrier to wait on
   * @param hasEvents whether completions are there that no carrier tells of
   */
  public CarrierIdleStrategy(
      NanoClock clock, LongPredicate coresWanted, Listener carrier, BooleanSupplier hasEvents) {
    this.yielding = new YieldThenParkIdleStrategy(clock, coresWanted);
    this.carrier = carrier;
    this.hasEvents = hasEvents;
  }

  @Override
  public void idle(int workCount) {
    if (workCount > 0) {
      yielding.reset();
    } else {
      idle();
    }
  }

  @Override
  public void idle() {
    if (!yielding.wouldPark() || !await()) {
      yielding.idle();
    }
  }

  private boolean await() {
    waiting = true; // before events are looked for; wakers write their event before they look here
    boolean waited = hasEvents.getAsBoolean() || carrier.await(MAX_WAIT_NS);
    waiting = false;
    return waited;
  }

  /** Ends the wait, if there is one: an event was written. Any thread. */
  public void wakeup() {
    VarHandle.fullFence();
    if (waiting) {
      carrier.wakeup();
    }
  }

  @Override
  public void reset() {
    yielding.reset();
  }

  @Override
  public String alias() {
    return "yield-then-wait";
  }
}

package io.machinenative.axiom.client;

import io.machinenative.axiom.engine.base.YieldThenParkIdleStrategy;
import io.machinenative.axiom.engine.pipeline.Link;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * How a client's owner idles: yields while there is traffic, then waits on the link, or parks when
 * the link cannot be waited on. Threads that hand something over end the wait.
 *
 * <p>Owned by the owner's thread, but {@link #wakeup()}.
 */
final class WaitingIdleStrategy implements IdleStrategy {
  /** Deadlines and retries are looked at so often while there are any. */
  private static final long BUSY_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Heartbeats are looked at so often. */
  private static final long QUIET_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(10);

  private final YieldThenParkIdleStrategy yielding;
  private final ClientAgent agent;

  /**
   * The thread that waits; it looks for commands again after it has written this, wakers write
   * commands before.
   */
  private volatile Thread waiter;

  WaitingIdleStrategy(ClientAgent agent, NanoClock clock) {
    this.agent = agent;
    yielding = new YieldThenParkIdleStrategy(clock);
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
    if (yielding.wouldPark()) {
      waiter = Thread.currentThread();
      if (!agent.hasCommands()) {
        await();
      }
      waiter = null;
    } else {
      yielding.idle();
    }
  }

  private void await() {
    boolean quiet = agent.isQuiet();
    Link link = agent.connection().link();
    if (link != null && link.await(quiet ? QUIET_WAIT_NS : BUSY_WAIT_NS)) {
      return;
    }
    if (quiet) {
      LockSupport.parkNanos(QUIET_WAIT_NS);
    } else {
      yielding.idle();
    }
  }

  /** Ends the wait, if there is one. Any thread. */
  void wakeup() {
    // The command before must be seen by an owner whose waiter is not seen here.
    VarHandle.fullFence();
    Thread waiting = waiter;
    if (waiting != null) {
      agent.connection().wakeup();
      LockSupport.unpark(waiting);
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

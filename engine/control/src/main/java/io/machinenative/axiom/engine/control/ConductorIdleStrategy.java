package io.machinenative.axiom.engine.control;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.IdleStrategy;

/**
 * Parks until a command comes or a timer may be due: the conductor burns no core. While somebody
 * waits for the data plane it looks more often.
 *
 * <p>One thread idles; any may wake it.
 */
final class ConductorIdleStrategy implements IdleStrategy {
  /** The longest park: how late a timer may be. */
  static final long PARK_NS = 5_000_000L;

  /** Agents pick an epoch up at their next duty cycle. */
  static final long WATCHING_PARK_NS = 50_000L;

  private final BooleanSupplier noCommand;
  private final BooleanSupplier noWaiter;
  private volatile Thread owner;

  /** Written before the queue is looked at, read after it was written: no command is overslept. */
  private volatile boolean parked;

  ConductorIdleStrategy(BooleanSupplier noCommand, BooleanSupplier noWaiter) {
    this.noCommand = noCommand;
    this.noWaiter = noWaiter;
  }

  void ownedByCaller() {
    owner = Thread.currentThread();
  }

  void wakeup() {
    if (parked) {
      LockSupport.unpark(owner);
    }
  }

  @Override
  public void idle(int workCount) {
    if (workCount == 0) {
      idle();
    }
  }

  @Override
  public void idle() {
    parked = true;
    if (noCommand.getAsBoolean()) {
      LockSupport.parkNanos(noWaiter.getAsBoolean() ? PARK_NS : WATCHING_PARK_NS);
    }
    parked = false;
  }

  @Override
  public void reset() {
    parked = false;
  }
}

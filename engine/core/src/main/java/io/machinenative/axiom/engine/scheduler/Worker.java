package io.machinenative.axiom.engine.scheduler;

import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.engine.pipeline.InvocationSlot;
import io.machinenative.axiom.engine.pipeline.SlotExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.Agent;

/**
 * Runs calls from its lanes, the highest priority first. Every {@value #AGING_TURN}th turn begins at the lowest, so that a
 * LOW call waits for at most {@value #AGING_TURN} calls a lane above it, however many come.
 */
public final class Worker implements Agent {
  static final int PRIORITIES = Priority.CRITICAL.value() + 1;

  /** Calls per duty cycle: enough to amortise it, few enough that a shared thread stays responsive. */
  private static final int CALLS_PER_CYCLE = 8;

  /** A power of two. */
  private static final int AGING_TURN = 16;

  private final String name;
  private final SlotExecutor executor;
  private final Lane[] lanes = new Lane[PRIORITIES];
  private final AtomicInteger depth = new AtomicInteger();
  private int turn;

  Worker(int index, int laneCapacity, SlotExecutor executor) {
    this.name = "worker-" + index;
    this.executor = executor;
    for (int i = 0; i < PRIORITIES; i++) {
      lanes[i] = new Lane(laneCapacity);
    }
  }

  /** Any ingress agent. */
  boolean offer(InvocationSlot slot) {
    depth.incrementAndGet();
    boolean offered = lanes[slot.priority().value()].offer(slot);
    if (!offered) {
      depth.decrementAndGet();
    }
    return offered;
  }

  /** Calls that wait or run here. Any thread. */
  int depth() {
    return depth.get();
  }

  @Override
  public int doWork() {
    int calls = 0;
    while (calls < CALLS_PER_CYCLE && runNext()) {
      calls++;
    }
    return calls;
  }

  private boolean runNext() {
    InvocationSlot slot = next();
    if (slot == null) {
      return false;
    }
    try {
      executor.execute(slot);
    } finally {
      depth.decrementAndGet();
    }
    return true;
  }

  private InvocationSlot next() {
    boolean lowestFirst = (++turn & (AGING_TURN - 1)) == 0;
    for (int i = 0; i < PRIORITIES; i++) {
      InvocationSlot slot = lanes[lowestFirst ? i : PRIORITIES - 1 - i].poll();
      if (slot != null) {
        return slot;
      }
    }
    return null;
  }

  @Override
  public String roleName() {
    return name;
  }
}

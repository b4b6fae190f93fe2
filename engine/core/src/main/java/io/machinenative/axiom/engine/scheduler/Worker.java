package io.machinenative.axiom.engine.scheduler;

import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.engine.pipeline.InvocationSlot;
import io.machinenative.axiom.engine.pipeline.RunningCall;
import io.machinenative.axiom.engine.pipeline.SlotExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.Agent;

/**
 * Runs calls from its lanes, the highest priority first. Every {@value #AGING_TURN}th turn is given
 * to one of the lanes below the highest, each in its turn, so that none of them is starved, however
 * many calls come to the others.
 */
public final class Worker implements Agent {
  static final int PRIORITIES = Priority.CRITICAL.value() + 1;

  /**
   * Calls per duty cycle: enough to amortise it, few enough that a shared thread stays responsive.
   */
  private static final int CALLS_PER_CYCLE = 8;

  private static final int AGING_TURN = 16;

  private final RunningCall running;
  private final SlotExecutor executor;
  private final Lane[] lanes = new Lane[PRIORITIES];
  private final AtomicInteger depth = new AtomicInteger();
  private int turn;
  private int aged;

  Worker(int index, int laneCapacity, SlotExecutor executor) {
    running = new RunningCall("worker-" + index);
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

  /** What it runs now. */
  RunningCall running() {
    return running;
  }

  /** Calls that wait in the lane of that priority. Any thread. */
  int waiting(int priority) {
    return lanes[priority].waiting();
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
    running.begin(slot.route());
    try {
      executor.execute(slot);
    } finally {
      running.end();
      depth.decrementAndGet();
    }
    return true;
  }

  private InvocationSlot next() {
    InvocationSlot slot = null;
    if (++turn == AGING_TURN) {
      turn = 0;
      slot = lanes[aged].poll();
      aged = (aged + 1) % (PRIORITIES - 1);
    }
    for (int i = PRIORITIES - 1; i >= 0 && slot == null; i--) {
      slot = lanes[i].poll();
    }
    return slot;
  }

  @Override
  public String roleName() {
    return running.agent();
  }
}

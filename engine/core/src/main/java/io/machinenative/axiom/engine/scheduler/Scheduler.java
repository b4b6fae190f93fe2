package io.machinenative.axiom.engine.scheduler;

import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.engine.pipeline.InvocationSlot;
import io.machinenative.axiom.engine.pipeline.RunningCall;
import io.machinenative.axiom.engine.pipeline.SlotExecutor;
import io.machinenative.axiom.engine.pipeline.SlotQueue;
import io.machinenative.axiom.engine.port.QueueDepths;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.agrona.concurrent.Agent;

/**
 * Gives each call to the worker that has the fewest, or to a virtual thread. Any ingress agent
 * submits; refuses when lanes or threads are at their limit. Allocates nothing for a worker's call.
 */
public final class Scheduler implements SlotQueue {
  /** More than any worker's lanes hold. */
  private static final int HELD_UP = 1 << 24;

  private final Worker[] workers;
  private final BlockingCalls blocking;

  /**
   * @param workerCount above 0
   * @param laneCapacity calls that may wait in each lane of each worker, a power of two
   * @param blockingLimit calls of BLOCKING tools that may run at once
   * @param virtualThreads makes the threads of BLOCKING calls
   */
  public Scheduler(
      int workerCount,
      int laneCapacity,
      int blockingLimit,
      ThreadFactory virtualThreads,
      SlotExecutor executor) {
    workers = new Worker[workerCount];
    for (int i = 0; i < workerCount; i++) {
      workers[i] = new Worker(i, laneCapacity, executor);
    }
    blocking = new BlockingCalls(executor, virtualThreads, blockingLimit);
  }

  @Override
  public boolean submit(InvocationSlot slot) {
    return slot.route().mode() == ExecutionMode.BLOCKING
        ? blocking.start(slot)
        : leastLoaded().offer(slot);
  }

  /** One that a tool holds up gets a call only when all are. */
  private Worker leastLoaded() {
    Worker best = workers[0];
    int bestDepth = load(best);
    for (int i = 1; i < workers.length && bestDepth > 0; i++) {
      int depth = load(workers[i]);
      if (depth < bestDepth) {
        best = workers[i];
        bestDepth = depth;
      }
    }
    return best;
  }

  private static int load(Worker worker) {
    int depth = worker.depth();
    return worker.running().isHeldUp() ? depth + HELD_UP : depth;
  }

  /** What each worker runs now. */
  public List<RunningCall> running() {
    return Stream.of(workers).map(Worker::running).toList();
  }

  /** How much waits and runs now. Any thread; allocates. */
  public QueueDepths depths() {
    int[] waiting = new int[Worker.PRIORITIES];
    int[] perWorker = new int[workers.length];
    for (int i = 0; i < workers.length; i++) {
      perWorker[i] = workers[i].depth();
      for (int priority = 0; priority < waiting.length; priority++) {
        waiting[priority] += workers[i].waiting(priority);
      }
    }
    return new QueueDepths(waiting, perWorker, blocking.running(), blocking.limit());
  }

  /** The agents that run the lanes. */
  public List<Agent> agents() {
    return new ArrayList<>(List.of(workers));
  }
}

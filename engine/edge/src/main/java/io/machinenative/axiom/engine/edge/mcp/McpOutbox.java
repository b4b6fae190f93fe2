package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

/**
 * What other threads have to say to clients: it is said on the ingress thread, which owns the rest
 * of this.
 */
final class McpOutbox {
  /** Log messages and announcements that may wait. */
  private static final int CAPACITY = 4096;

  private final EngineCounters counters;
  private final ManyToOneConcurrentLinkedQueue<Runnable> certain =
      new ManyToOneConcurrentLinkedQueue<>();
  private final ManyToOneConcurrentArrayQueue<Runnable> droppable =
      new ManyToOneConcurrentArrayQueue<>(CAPACITY);
  private Runnable wakeup = () -> {};

  McpOutbox(EngineCounters counters) {
    this.counters = counters;
  }

  /** Ends the wait of the ingress thread; set before the first message. */
  void onWork(Runnable whatEndsTheWait) {
    wakeup = whatEndsTheWait;
  }

  /** Does on the ingress thread, soon, what another thread has to say; dropped when too much is. */
  void later(Runnable work) {
    if (droppable.offer(work)) {
      wakeup.run();
    } else {
      counters.increment(EngineCounter.PROGRESS_DROPPED);
    }
  }

  /**
   * Does on the ingress thread, soon and not within something else, what another thread has to say
   * and what must not be dropped. For what is bounded by tasks and requests.
   */
  void surely(Runnable work) {
    certain.offer(work);
    wakeup.run();
  }

  /** Says what other threads had to say until now. */
  int drain() {
    int count = 0;
    for (Runnable work = droppable.poll(); work != null; work = droppable.poll()) {
      work.run();
      count++;
    }
    return count;
  }

  /** Does what must not be done within something else; once a duty cycle. */
  int runCertain() {
    int count = 0;
    for (Runnable work = certain.poll(); work != null; work = certain.poll()) {
      work.run();
      count++;
    }
    return count;
  }
}

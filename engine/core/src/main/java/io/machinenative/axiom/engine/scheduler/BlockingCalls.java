package io.machinenative.axiom.engine.scheduler;

import io.machinenative.axiom.engine.pipeline.InvocationSlot;
import io.machinenative.axiom.engine.pipeline.SlotExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs each call of a BLOCKING tool on a virtual thread of its own, up to a limit. Allocates the
 * thread.
 */
final class BlockingCalls {
  private final SlotExecutor executor;
  private final ThreadFactory threads;
  private final int limit;
  private final AtomicInteger running = new AtomicInteger();

  BlockingCalls(SlotExecutor executor, ThreadFactory threads, int limit) {
    this.executor = executor;
    this.threads = threads;
    this.limit = limit;
  }

  /** Calls that run now. Any thread. */
  int running() {
    return running.get();
  }

  int limit() {
    return limit;
  }

  boolean start(InvocationSlot slot) {
    if (running.incrementAndGet() > limit) {
      running.decrementAndGet();
      return false;
    }
    threads.newThread(() -> run(slot)).start();
    return true;
  }

  private void run(InvocationSlot slot) {
    try {
      executor.execute(slot);
    } finally {
      running.decrementAndGet();
    }
  }
}

package io.machinenative.axiom.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadFactory;

/**
 * Threads of BLOCKING calls that do not run by themselves: a test runs them, one by one, on its own
 * thread.
 */
final class HandThreads implements ThreadFactory {
  private final Deque<Runnable> started = new ArrayDeque<>();

  @Override
  public Thread newThread(Runnable task) {
    return new Thread(task) {
      @Override
      public void start() {
        started.add(task);
      }
    };
  }

  int waiting() {
    return started.size();
  }

  /** Runs the one that waits longest, if any. */
  void runOne() {
    Runnable task = started.poll();
    if (task != null) {
      task.run();
    }
  }
}

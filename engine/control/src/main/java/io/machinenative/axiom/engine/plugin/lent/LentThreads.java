package io.machinenative.axiom.engine.plugin.lent;

import io.machinenative.axiom.api.NotGrantedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads of one version of a plugin: daemons with its name, so many at once. Any thread. */
final class LentThreads implements ThreadFactory {
  private final String plugin;
  private final int limit;
  private final ThreadFactory threads;
  private final ClassLoader classes;
  private final AtomicInteger made = new AtomicInteger();

  /** Made, and not seen to have ended. */
  private final List<Thread> known = new ArrayList<>();

  private boolean over;

  /**
   * @param threads makes daemons
   * @param classes what the threads see as their context
   */
  LentThreads(String plugin, int limit, ThreadFactory threads, ClassLoader classes) {
    this.plugin = plugin;
    this.limit = limit;
    this.threads = threads;
    this.classes = classes;
  }

  @Override
  public synchronized Thread newThread(Runnable task) {
    if (over) {
      throw new IllegalStateException("plugin " + plugin + " is torn down: no thread for it");
    }
    known.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
    if (known.size() >= limit) {
      throw new NotGrantedException(
          "plugin "
              + plugin
              + " asked for a thread beyond the "
              + limit
              + " that its manifest grants: say limits: {threads: "
              + (limit + 1)
              + "} in META-INF/axiom/plugin.yaml");
    }
    Thread thread = threads.newThread(task);
    thread.setName("plugin-" + plugin + "-" + made.incrementAndGet());
    thread.setContextClassLoader(classes);
    known.add(thread);
    return thread;
  }

  synchronized int alive() {
    return (int) known.stream().filter(Thread::isAlive).count();
  }

  /** Interrupts those that run; the names of these. */
  synchronized List<String> takeBack() {
    over = true;
    List<String> left = new ArrayList<>();
    for (Thread thread : known) {
      if (thread.isAlive()) {
        left.add(thread.getName());
        thread.interrupt();
      }
    }
    known.clear();
    return left;
  }
}

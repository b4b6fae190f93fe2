package io.machinenative.axiom.engine.plugin.lent;

import io.machinenative.axiom.api.NotGrantedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

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

  /**
   * Interrupts those that run.
   *
   * @param alone whether nobody else has the plugin's classes: then those count, too, that it made
   *     without asking, as far as they are platform threads
   * @return their names
   */
  synchronized List<String> takeBack(boolean alone) {
    over = true;
    Set<Thread> left = new LinkedHashSet<>(known);
    if (alone) {
      left.addAll(strays());
    }
    known.clear();
    left.removeIf(thread -> !thread.isAlive());
    left.forEach(Thread::interrupt);
    return left.stream().map(Thread::getName).toList();
  }

  /** A thread has the context of the one that made it, and the class that it was made of. */
  private List<Thread> strays() {
    ThreadGroup all = Thread.currentThread().getThreadGroup();
    while (all.getParent() != null) {
      all = all.getParent();
    }
    Thread[] found = new Thread[2 * all.activeCount() + 16];
    int count = all.enumerate(found, true);
    return Stream.of(found)
        .limit(count)
        .filter(thread ->
            thread.getContextClassLoader() == classes
                || thread.getClass().getClassLoader() == classes)
        .toList();
  }
}

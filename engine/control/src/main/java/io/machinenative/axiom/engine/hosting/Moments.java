package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agrona.concurrent.NanoClock;

/**
 * Runs the moments of plugins, each on a thread of its own, so that one which loops or waits holds
 * nobody up for longer than its budget allows. Any thread; who calls waits.
 */
final class Moments {
  private final ThreadFactory threads;
  private final NanoClock clock;
  private final EngineCounters counters;

  /**
   * @param threads makes daemons
   */
  Moments(ThreadFactory threads, NanoClock clock, EngineCounters counters) {
    this.threads = threads;
    this.clock = clock;
    this.counters = counters;
  }

  /** What a moment does. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  void run(String plugin, String moment, long budgetNs, Action action) {
    call(
        plugin,
        moment,
        budgetNs,
        () -> {
          action.run();
          return null;
        });
  }

  /**
   * Runs a moment.
   *
   * @param plugin id and version, for people
   * @throws IllegalStateException when it fails or is abandoned, naming plugin and moment; the
   *     cause is what it threw
   */
  <T> T call(String plugin, String moment, long budgetNs, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = threads.newThread(task);
    thread.setName("plugin-" + plugin.replace(' ', '-') + "-" + moment);
    long beganNs = clock.nanoTime();
    thread.start();
    try {
      T result = task.get(budgetNs * PluginBudgets.ABANDON, TimeUnit.NANOSECONDS);
      if (clock.nanoTime() - beganNs > budgetNs) {
        counters.increment(EngineCounter.PLUGIN_OVERRUNS);
      }
      return result;
    } catch (ExecutionException e) {
      throw fault(plugin, moment + " failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      counters.increment(EngineCounter.PLUGIN_OVERRUNS);
      thread.interrupt();
      throw fault(
          plugin,
          moment
              + " is abandoned: expected its end within "
              + millis(budgetNs)
              + ", not there after "
              + millis(budgetNs * PluginBudgets.ABANDON),
          e);
    } catch (InterruptedException e) {
      thread.interrupt(); // it goes with who waits for it
      Thread.currentThread().interrupt();
      throw fault(plugin, moment + " was interrupted", e);
    }
  }

  static IllegalStateException fault(String plugin, String what, Throwable cause) {
    return new IllegalStateException("plugin " + plugin + ": " + what, cause);
  }

  private static String millis(long ns) {
    return TimeUnit.NANOSECONDS.toMillis(ns) + " ms";
  }
}

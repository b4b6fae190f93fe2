package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.NanoClock;

/**
 * Runs the moments of plugins on threads of their own, so that one which loops or waits holds
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

  /**
   * Runs one moment.
   *
   * @param plugin id and version, for people
   * @param action runs code of the plugin
   * @throws IllegalStateException as {@link #run(String, List)} does
   */
  void run(String plugin, String moment, long budgetNs, Moment.Action action) {
    run(plugin, List.of(new Moment(moment, budgetNs, action)));
  }

  /**
   * Runs one moment that has a result.
   *
   * @throws IllegalStateException as {@link #run(String, List)} does
   */
  <T> T call(String plugin, String moment, long budgetNs, Callable<T> work) {
    AtomicReference<T> result = new AtomicReference<>();
    run(plugin, moment, budgetNs, () -> result.set(work.call()));
    return result.get();
  }

  /**
   * Runs moments one after the other, all on one thread: where every core is busy, each change of
   * threads costs a wait for the next tick of the kernel.
   *
   * @param plugin id and version, for people
   * @param moments at least one; each has its own budget
   * @throws IllegalStateException when one fails or is abandoned, naming plugin and moment; the
   *     cause is what it threw. No further one runs then
   */
  void run(String plugin, List<Moment> moments) {
    MomentRun run = new MomentRun(moments, clock);
    FutureTask<Integer> task = new FutureTask<>(run);
    Thread thread = threads.newThread(task);
    thread.setName("plugin-" + plugin.replace(' ', '-') + "-" + moments.getFirst().name());
    thread.start();
    try {
      counters.add(EngineCounter.PLUGIN_OVERRUNS, await(run, task));
    } catch (ExecutionException e) {
      String moment = run.at(run.step()).name();
      throw fault(plugin, moment + " failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      counters.increment(EngineCounter.PLUGIN_OVERRUNS);
      thread.interrupt();
      throw fault(plugin, e.getMessage(), e);
    } catch (InterruptedException e) {
      thread.interrupt(); // it goes with who waits for it
      Thread.currentThread().interrupt();
      throw fault(plugin, run.at(run.step()).name() + " was interrupted", e);
    }
  }

  /**
   * Waits as long as the moments are in time.
   *
   * @return how many took longer than their budget
   * @throws TimeoutException when one is abandoned, saying so
   */
  private static int await(MomentRun run, FutureTask<Integer> task)
      throws ExecutionException, TimeoutException, InterruptedException {
    while (true) {
      MomentRun.Step step = run.step();
      try {
        return task.get(Math.max(0, run.leftNs(step)), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (run.abandon(step)) {
          Moment late = run.at(step);
          TimeoutException told =
              new TimeoutException(
                  late.name()
                      + " is abandoned: expected its end within "
                      + millis(late.budgetNs())
                      + ", not there after "
                      + millis(late.budgetNs() * PluginBudgets.ABANDON));
          told.initCause(e);
          throw told;
        }
      }
    }
  }

  static IllegalStateException fault(String plugin, String what, Throwable cause) {
    return new IllegalStateException("plugin " + plugin + ": " + what, cause);
  }

  private static String millis(long ns) {
    return TimeUnit.NANOSECONDS.toMillis(ns) + " ms";
  }
}

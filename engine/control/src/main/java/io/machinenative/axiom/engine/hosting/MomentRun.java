package io.machinenative.axiom.engine.hosting;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.NanoClock;

/**
 * Some moments of a plugin, one after the other on one thread, while another one watches how far
 * they are. Used once.
 */
final class MomentRun implements Callable<Integer> {
  /**
   * A moment under way.
   *
   * @param index -1 before the first one
   */
  record Step(int index, long beganNs) {}

  private static final Step ABANDONED = new Step(Integer.MAX_VALUE, 0);

  private final List<Moment> moments;
  private final NanoClock clock;

  /** Moved on by the thread that runs, ended by the one that watches: who comes first. */
  private final AtomicReference<Step> step;

  /**
   * @param moments at least one
   */
  MomentRun(List<Moment> moments, NanoClock clock) {
    this.moments = moments;
    this.clock = clock;
    step = new AtomicReference<>(new Step(-1, clock.nanoTime()));
  }

  /**
   * Runs them, on the thread that this is given.
   *
   * @return how many took longer than their budget
   * @throws Exception what one of them throws; no further one runs then
   */
  @Override
  public Integer call() throws Exception {
    int overruns = 0;
    for (int i = 0; i < moments.size(); i++) {
      Step before = step.get();
      Step now = new Step(i, clock.nanoTime());
      if (before == ABANDONED || !step.compareAndSet(before, now)) {
        throw new CancellationException("abandoned before its " + moments.get(i).name());
      }
      moments.get(i).action().run();
      overruns += clock.nanoTime() - now.beganNs() > moments.get(i).budgetNs() ? 1 : 0;
    }
    return overruns;
  }

  /** What is under way now. */
  Step step() {
    return step.get();
  }

  /** The moment of a step; before the first one begins, that one. */
  Moment at(Step seen) {
    return moments.get(Math.max(0, seen.index()));
  }

  /** How long a step may go on until it is abandoned. */
  long leftNs(Step seen) {
    long mostNs = at(seen).budgetNs() * PluginBudgets.ABANDON;
    return mostNs - (clock.nanoTime() - seen.beganNs());
  }

  /** Lets no further moment begin; false when another one has begun since. */
  boolean abandon(Step seen) {
    return step.compareAndSet(seen, ABANDONED);
  }
}

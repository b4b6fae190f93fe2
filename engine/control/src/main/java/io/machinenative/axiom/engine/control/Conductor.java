package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.engine.pipeline.DutyReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.NanoClock;

/**
 * Owns every change of the control plane. A duty cycle runs the commands that wait, fires timers
 * that are due, makes what they changed durable in one go, and only then answers: a caller that has
 * its answer finds the change again after a crash.
 *
 * <p><b>Threads.</b> {@link #submit} and {@link #await} may be called by any thread; {@link #every}
 * and {@link #onCommit} before the first duty cycle or by what runs on the conductor. Allocates: it
 * is not on the way of a call.
 */
public final class Conductor implements Agent {
  /** Commands that may wait; further ones are refused. */
  public static final int QUEUE_CAPACITY = 4096;

  /** Commands in a duty cycle: enough to share a sync among many, few enough to answer soon. */
  private static final int COMMANDS_PER_CYCLE = 512;

  private final NanoClock clock;
  private final ErrorHandler errors;
  private final ManyToOneConcurrentArrayQueue<Command<?>> queue =
      new ManyToOneConcurrentArrayQueue<>(QUEUE_CAPACITY);
  private final ConductorIdleStrategy idle;
  private final List<Command<?>> done = new ArrayList<>();
  private final List<Runnable> commits = new ArrayList<>();
  private final List<Inlet> inlets = new ArrayList<>();
  private final Timers timers;
  private final Waiters waiters = new Waiters();
  private final List<DutyReport> agents = new ArrayList<>();
  private volatile boolean closed;

  public Conductor(NanoClock clock, ErrorHandler errors) {
    this.clock = clock;
    this.errors = errors;
    timers = new Timers(clock.nanoTime());
    idle = new ConductorIdleStrategy(this::hasNoCommand, waiters::isEmpty);
  }

  private boolean hasNoCommand() {
    for (Inlet inlet : inlets) {
      if (!inlet.isEmpty()) {
        return false;
      }
    }
    return queue.isEmpty();
  }

  /** Another way for work to come. Before the first duty cycle. */
  public void inlet(Inlet inlet) {
    inlets.add(inlet);
  }

  /** Work has come to an {@link Inlet}. Any thread; does not block. */
  public void wakeup() {
    idle.wakeup();
  }

  /** An agent of the data plane whose epochs count from now on. Before the first duty cycle. */
  public void watch(DutyReport agent) {
    agents.add(agent);
  }

  /** Runs after the commands of a duty cycle, before their answers: makes them durable. */
  public void onCommit(Runnable commit) {
    commits.add(commit);
  }

  /**
   * Runs a task again and again.
   *
   * @param periodNs above 0; counted from the end of one run to the next, to about ten milliseconds
   */
  public void every(long periodNs, Runnable task) {
    timers.every(clock.nanoTime(), periodNs, task);
  }

  /**
   * Hands the conductor something to do.
   *
   * @param what for people, when it fails
   * @return completed on the conductor's thread, once what was changed is durable; exceptionally
   *     with what the work threw, or {@link RejectedExecutionException} when too many wait or the
   *     engine stops
   */
  public <T> CompletableFuture<T> submit(String what, Callable<T> work) {
    Command<T> command = new Command<>(what, work);
    if (closed) {
      command.refuse("the engine stops");
    } else if (!queue.offer(command)) {
      command.refuse("expected fewer than " + QUEUE_CAPACITY + " commands to wait");
    } else {
      idle.wakeup();
      if (closed) {
        refuseAll(); // it may have come after the last look at the queue
      }
    }
    return command.answer();
  }

  /**
   * Waits for the data plane.
   *
   * @return completed when every agent runs this epoch or a later one; exceptionally when the
   *     engine stops before
   */
  public CompletableFuture<Boolean> awaitEpoch(long epoch) {
    return await(
        "every agent runs epoch " + epoch,
        () -> agents.stream().allMatch(agent -> agent.epoch() >= epoch),
        Long.MAX_VALUE / 2);
  }

  /** The same for the policy's epoch. */
  public CompletableFuture<Boolean> awaitPolicy(long epoch) {
    return await(
        "every agent runs policy epoch " + epoch,
        () -> agents.stream().allMatch(agent -> agent.policyEpoch() >= epoch),
        Long.MAX_VALUE / 2);
  }

  /**
   * Waits until something holds, looking again in every duty cycle.
   *
   * @param what for people
   * @param condition asked on the conductor's thread
   * @return completed with whether it came to hold within the time; exceptionally when the engine
   *     stops before
   */
  public CompletableFuture<Boolean> await(String what, BooleanSupplier condition, long timeoutNs) {
    return submit(
            "wait until " + what, () -> waiters.add(what, condition, clock.nanoTime() + timeoutNs))
        .thenCompose(answer -> answer);
  }

  /** The clock that its timers go by. */
  public long nanoTime() {
    return clock.nanoTime();
  }

  /** How it idles when it has a thread of its own. */
  public IdleStrategy idle() {
    return idle;
  }

  @Override
  public void onStart() {
    idle.ownedByCaller();
  }

  @Override
  public int doWork() {
    int work = runCommands() + runInlets() + timers.fire(clock.nanoTime(), errors);
    if (work > 0) {
      commit();
    }
    return work + waiters.release(clock.nanoTime());
  }

  private int runCommands() {
    int count = 0;
    Command<?> command;
    while (count < COMMANDS_PER_CYCLE && (command = queue.poll()) != null) {
      command.run();
      done.add(command);
      count++;
    }
    return count;
  }

  private int runInlets() {
    int count = 0;
    for (int i = 0; i < inlets.size(); i++) {
      count += inlets.get(i).run(COMMANDS_PER_CYCLE);
    }
    return count;
  }

  /**
   * Answers are given even when the disk refuses: then they say so. Goes by index, so that a timer
   * alone allocates nothing.
   */
  private void commit() {
    Throwable failure = null;
    for (int i = 0; i < commits.size(); i++) {
      try {
        commits.get(i).run();
      } catch (RuntimeException e) {
        errors.onError(e);
        failure = e;
      }
    }
    for (int i = 0; i < done.size(); i++) {
      done.get(i).answerNow(failure);
    }
    done.clear();
    for (int i = 0; i < inlets.size(); i++) {
      inlets.get(i).answer(failure);
    }
  }

  @Override
  public void onClose() {
    closed = true;
    refuseAll();
    inlets.forEach(Inlet::refuse);
    waiters.refuse();
  }

  /** After the last duty cycle the queue has no other reader. */
  private synchronized void refuseAll() {
    queue.drain(command -> command.refuse("the engine stops"));
  }

  @Override
  public String roleName() {
    return "conductor";
  }
}

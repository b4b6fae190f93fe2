package io.machinenative.axiom.engine;

import io.machinenative.axiom.engine.base.BackgroundWork;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.base.YieldThenParkIdleStrategy;
import io.machinenative.axiom.engine.control.Conductor;
import io.machinenative.axiom.engine.pipeline.IngressAgent;
import io.machinenative.axiom.engine.transport.netty.LoopThread;
import io.machinenative.axiom.natives.os.ThreadAffinity;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * Gives agents their time, as the mount says. Ingress stops before workers, so that no call is
 * admitted that nobody runs.
 */
final class AgentThreads implements AutoCloseable {
  private static final long DRAIN_PARK_NS = 1_000_000L;

  /**
   * While the clock of a test stands still, agents that did nothing for so long have nothing left
   * to do.
   */
  private static final int IDLE_STEPS_LIMIT = 100_000;

  private static final int CLOSE_TIMEOUT_MS = 1_000;

  private final Mount mount;
  private final List<Integer> cpus;
  private final NanoClock clock;
  private final BackgroundWork background;
  private final ErrorHandler errors;
  private final List<AgentRunner> runners = new ArrayList<>();
  private AgentRunner conducting;
  private AgentInvoker invoker;

  /**
   * @param cpus for the threads in the order in which they start; empty: any
   * @throws IllegalArgumentException when a CPU is not there for this process
   */
  AgentThreads(
      Mount mount,
      List<Integer> cpus,
      NanoClock clock,
      BackgroundWork background,
      ErrorHandler errors) {
    this.mount = mount;
    this.cpus = checked(cpus);
    this.clock = clock;
    this.background = background;
    this.errors = errors;
  }

  static ThreadFactory virtualThreads() {
    return Thread.ofVirtual().name("axiom-blocking-", 0).factory();
  }

  /** Virtual threads, numbered behind a name. */
  static ThreadFactory named(String prefix) {
    return Thread.ofVirtual().name(prefix, 0).factory();
  }

  /**
   * @param ingress poll carriers
   * @param edge those of them that read documents: they have a thread of their own where others
   *     share one, so that nobody waits for a long one
   * @param workers run lanes
   * @param conductor stops last: what the others still hand it is done
   */
  void start(
      List<IngressAgent> ingress,
      List<IngressAgent> edge,
      List<Agent> workers,
      Conductor conductor) {
    if (mount != Mount.INVOKER) {
      conducting = new AgentRunner(conductor.idle(), errors, null, conductor);
      AgentRunner.startOnThread(conducting, AgentThreads::daemon);
    }
    switch (mount) {
      case DEDICATED -> {
        ingress.forEach(agent -> run(agent, agent.idle(), LoopThread::of));
        workers.forEach(this::run);
      }
      case SHARED -> {
        List<IngressAgent> sharing = new ArrayList<>(ingress);
        sharing.removeAll(edge);
        if (sharing.size() == 1) {
          run(sharing.getFirst(), sharing.getFirst().idle(), LoopThread::of);
        } else if (!sharing.isEmpty()) {
          run(together(sharing), idleStrategy(), LoopThread::of);
        }
        edge.forEach(agent -> run(agent, agent.idle(), LoopThread::of));
        run(together(workers));
      }
      case INVOKER -> {
        List<Agent> all = new ArrayList<>(ingress);
        all.addAll(workers);
        all.add(conductor);
        invoker = new AgentInvoker(errors, null, together(all));
        invoker.start();
      }
    }
  }

  private static Agent together(List<? extends Agent> agents) {
    return agents.size() == 1 ? agents.getFirst() : new CompositeAgent(agents);
  }

  private void run(Agent agent) {
    run(agent, idleStrategy(), AgentThreads::daemon);
  }

  private IdleStrategy idleStrategy() {
    return new YieldThenParkIdleStrategy(clock, background::isUnderWay);
  }

  private void run(Agent agent, IdleStrategy idle, ThreadFactory made) {
    AgentRunner runner = new AgentRunner(idle, errors, null, agent);
    OptionalInt cpu =
        cpus.isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(cpus.get(runners.size() % cpus.size()));
    runners.add(runner);
    Thread thread = AgentRunner.startOnThread(runner, task -> made.newThread(pinned(task, cpu)));
    assert thread.isDaemon();
  }

  /** A thread that does one thing after the other, and is not there while nothing is to be done. */
  static ExecutorService oneByOne(int waiting) {
    return new ThreadPoolExecutor(
        0, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), AgentThreads::daemon);
  }

  private static Runnable pinned(Runnable task, OptionalInt cpu) {
    if (cpu.isEmpty()) {
      return task;
    }
    BitSet only = new BitSet();
    only.set(cpu.getAsInt());
    return () -> {
      ThreadAffinity.pin(only);
      task.run();
    };
  }

  private static List<Integer> checked(List<Integer> cpus) {
    if (!cpus.isEmpty()) {
      BitSet allowed = ThreadAffinity.allowed();
      if (!cpus.stream().allMatch(allowed::get)) {
        throw new IllegalArgumentException("cpus: expected some of " + allowed + ", got " + cpus);
      }
    }
    return cpus;
  }

  static Thread daemon(Runnable task) {
    return Thread.ofPlatform().daemon().unstarted(task);
  }

  int doWork() {
    if (invoker == null) {
      throw new IllegalStateException("expected mount INVOKER to step by hand, it is " + mount);
    }
    return invoker.invoke();
  }

  /** Waits until no session is left, at most so long. */
  void awaitDrained(AtomicInteger sessions, long timeoutNs) {
    long nowNs = clock.nanoTime();
    long deadlineNs = nowNs + timeoutNs;
    int idleSteps = 0;
    while (sessions.get() > 0 && nowNs - deadlineNs < 0 && idleSteps < IDLE_STEPS_LIMIT) {
      boolean idle = invoker == null || invoker.invoke() == 0;
      long beforeNs = nowNs;
      nowNs = clock.nanoTime();
      boolean clockStands = nowNs == beforeNs;
      idleSteps = idle && clockStands ? idleSteps + 1 : 0;
      if (idle && !clockStands) {
        LockSupport.parkNanos(DRAIN_PARK_NS);
      }
    }
  }

  @Override
  public void close() {
    if (invoker != null) {
      invoker.close();
    }
    for (AgentRunner runner : runners) {
      runner.close(CLOSE_TIMEOUT_MS, thread -> errors.onError(stuck(thread)));
    }
    if (conducting != null) {
      conducting.close(CLOSE_TIMEOUT_MS, thread -> errors.onError(stuck(thread)));
    }
  }

  private static IllegalStateException stuck(Thread thread) {
    return new IllegalStateException(
        "agent thread " + thread.getName() + " does not stop: a tool does not return");
  }
}

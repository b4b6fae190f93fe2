package io.machinenative.axiom.engine;

import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.base.YieldThenParkIdleStrategy;
import io.machinenative.axiom.engine.pipeline.IngressAgent;
import io.machinenative.axiom.natives.os.ThreadAffinity;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ThreadFactory;
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
  private final ErrorHandler errors;
  private final List<AgentRunner> runners = new ArrayList<>();
  private AgentInvoker invoker;

  /**
   * @param cpus for the threads in the order in which they start; empty: any
   * @throws IllegalArgumentException when a CPU is not there for this process
   */
  AgentThreads(Mount mount, List<Integer> cpus, NanoClock clock, ErrorHandler errors) {
    this.mount = mount;
    this.cpus = checked(cpus);
    this.clock = clock;
    this.errors = errors;
  }

  static ThreadFactory virtualThreads() {
    return Thread.ofVirtual().name("axiom-blocking-", 0).factory();
  }

  /**
   * @param ingress poll carriers
   * @param workers run lanes
   */
  void start(List<IngressAgent> ingress, List<Agent> workers) {
    switch (mount) {
      case DEDICATED -> {
        ingress.forEach(agent -> run(agent, agent.idle()));
        workers.forEach(this::run);
      }
      case SHARED -> {
        if (ingress.size() == 1) {
          run(ingress.getFirst(), ingress.getFirst().idle());
        } else if (!ingress.isEmpty()) {
          run(together(ingress));
        }
        run(together(workers));
      }
      case INVOKER -> {
        List<Agent> all = new ArrayList<>(ingress);
        all.addAll(workers);
        invoker = new AgentInvoker(errors, null, together(all));
        invoker.start();
      }
    }
  }

  private static Agent together(List<? extends Agent> agents) {
    return agents.size() == 1 ? agents.getFirst() : new CompositeAgent(agents);
  }

  private void run(Agent agent) {
    run(agent, new YieldThenParkIdleStrategy(clock));
  }

  private void run(Agent agent, IdleStrategy idle) {
    AgentRunner runner = new AgentRunner(idle, errors, null, agent);
    OptionalInt cpu =
        cpus.isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(cpus.get(runners.size() % cpus.size()));
    runners.add(runner);
    Thread thread = AgentRunner.startOnThread(runner, task -> daemon(pinned(task, cpu)));
    assert thread.isDaemon();
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
  }

  private static IllegalStateException stuck(Thread thread) {
    return new IllegalStateException(
        "agent thread " + thread.getName() + " does not stop: a tool does not return");
  }
}

package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.api.LogLevel;
import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.counters.EventLog;
import io.machinenative.axiom.engine.pipeline.InvocationSlot;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.pipeline.RunningCall;
import io.machinenative.axiom.engine.pipeline.SlotPool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.agrona.concurrent.NanoClock;

/**
 * Finds tools that do not return: calls that an agent has been at for {@link Lifecycle#STUCK_NS},
 * and calls that go on so long after they were told to stop. Nobody can end such a call: its caller
 * has had its answer at the deadline, and its thread is left alone. What can be done is to give
 * other workers the new calls, and to say which tool of which plugin it is.
 *
 * <p>Owned by the conductor, which looks; what it found is read by any thread. A look that finds
 * nothing allocates nothing.
 */
public final class CallWatch {
  /** Between two looks. */
  public static final long PERIOD_NS = 250_000_000L;

  /** Who knows whose a tool is. */
  public interface Owners {
    /** The tool, and the plugin that it is of, for people. */
    String nameOf(Route tool);

    /** A call of that tool goes on though it was told to stop; said once for each call. */
    void unheeded(Route tool);
  }

  /** An agent, and the call that it was last seen at. */
  private static final class Watched {
    private final RunningCall running;
    private long begun = -1;
    private long sinceNs;
    private volatile String tool = "";

    Watched(RunningCall running) {
      this.running = running;
    }

    boolean isHeldUp() {
      return !tool.isEmpty();
    }
  }

  /** A call that was told to stop. */
  private record Unheeded(int generation, String tool, long sinceNs) {}

  private final Owners owners;
  private final EngineCounters counters;
  private final EventLog events;
  private final NanoClock clock;
  private final List<Watched> workers = new ArrayList<>();

  /** The workers, and those of ingress. */
  private final List<Watched> agents = new ArrayList<>();

  private final List<SlotPool> slots = new ArrayList<>();
  private final Map<InvocationSlot, Unheeded> unheeded = new HashMap<>();
  private boolean oneThread;

  /** What {@link #unheeded} holds, for others. */
  private volatile List<Unheeded> told = List.of();

  public CallWatch(Owners owners, EngineCounters counters, EventLog events, NanoClock clock) {
    this.owners = owners;
    this.counters = counters;
    this.events = events;
    this.clock = clock;
  }

  /** Watches an ingress agent and its slots. Before the first look. */
  public void watch(RunningCall agent, SlotPool calls) {
    agents.add(new Watched(agent));
    slots.add(calls);
  }

  /**
   * Watches the workers. Before the first look.
   *
   * @param together whether one thread runs them all, so that one which is held up holds all up
   */
  public void watch(List<RunningCall> running, boolean together) {
    running.forEach(worker -> workers.add(new Watched(worker)));
    agents.addAll(workers);
    oneThread = together;
  }

  /** The conductor: looks at everything. */
  public void look() {
    long nowNs = clock.nanoTime();
    for (int i = 0; i < agents.size(); i++) {
      look(agents.get(i), nowNs);
    }
    lookAtSlots(nowNs);
  }

  private void look(Watched agent, long nowNs) {
    RunningCall running = agent.running;
    Route route = running.route();
    long begun = running.begun();
    if (route == null || begun != agent.begun) {
      agent.begun = route == null ? -1 : begun;
      agent.sinceNs = nowNs;
      if (agent.isHeldUp()) {
        say(LogLevel.INFO, running.agent() + " goes on: it was held up by " + agent.tool);
        running.heldUp(false);
        agent.tool = "";
      }
    } else if (!agent.isHeldUp() && nowNs - agent.sinceNs >= Lifecycle.STUCK_NS) {
      agent.tool = owners.nameOf(route);
      running.heldUp(true);
      say(LogLevel.WARNING, heldUp(agent, nowNs));
    }
  }

  private void lookAtSlots(long nowNs) {
    boolean changed = false;
    for (int i = 0; i < slots.size(); i++) {
      SlotPool pool = slots.get(i);
      if (pool.inUse() == 0 && unheeded.isEmpty()) {
        continue; // read without its owner: what begins just now is too young to be found
      }
      for (int index = 0; index < pool.capacity(); index++) {
        changed |= look(pool.slot(index), nowNs);
      }
    }
    if (changed) {
      told = List.copyOf(unheeded.values());
    }
  }

  /** Whether something is news. */
  private boolean look(InvocationSlot slot, long nowNs) {
    Route tool = slot.unheeded(nowNs - Lifecycle.STUCK_NS);
    if (tool == null) {
      return !unheeded.isEmpty() && unheeded.remove(slot) != null;
    }
    int generation = slot.generation();
    Unheeded known = unheeded.get(slot);
    if (known != null && known.generation == generation) {
      return false;
    }
    Unheeded news = new Unheeded(generation, owners.nameOf(tool), nowNs - Lifecycle.STUCK_NS);
    unheeded.put(slot, news);
    counters.increment(EngineCounter.CALLS_UNHEEDED);
    if (tool.mode() == ExecutionMode.BLOCKING) {
      say(LogLevel.WARNING, goesOn(news, nowNs)); // of others, the worker is named
    }
    owners.unheeded(tool);
    return true;
  }

  private void say(LogLevel level, String text) {
    events.add(level, "engine", text);
  }

  /** Whether no worker is left that takes WORKER calls. Any thread. */
  public boolean holdsAllWorkersUp() {
    long heldUp = workers.stream().filter(Watched::isHeldUp).count();
    return heldUp == workers.size() || (oneThread && heldUp > 0);
  }

  /** What does not return, for people; empty when nothing is the matter. Any thread. */
  public List<String> complaints() {
    long nowNs = clock.nanoTime();
    List<String> complaints = new ArrayList<>();
    List<String> named = new ArrayList<>();
    for (Watched agent : agents) {
      if (agent.isHeldUp()) {
        complaints.add(heldUp(agent, nowNs));
        named.add(agent.tool);
      }
    }
    for (Unheeded call : told) {
      if (!named.remove(call.tool)) {
        complaints.add(goesOn(call, nowNs));
      }
    }
    return complaints;
  }

  private static String heldUp(Watched agent, long nowNs) {
    return String.format(
        Locale.ROOT,
        "%s has been at one call of %s for %.1f s: what it is to do waits",
        agent.running.agent(),
        agent.tool,
        (nowNs - agent.sinceNs) / 1e9);
  }

  private static String goesOn(Unheeded call, long nowNs) {
    return String.format(
        Locale.ROOT,
        "a call of %s goes on, though it was told to stop %.1f s ago",
        call.tool,
        (nowNs - call.sinceNs) / 1e9);
  }
}

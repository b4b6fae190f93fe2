package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.api.EngineHealth;
import io.machinenative.axiom.api.EnginePhase;
import io.machinenative.axiom.engine.pipeline.DutyReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** The phases of an engine, each entered once. Any thread. */
public final class Lifecycle {
  /** An agent whose duty cycle takes longer is held up: a tool on its thread waits or loops. */
  static final long STUCK_NS = 2_000_000_000L;

  private static final Map<EnginePhase, Set<EnginePhase>> NEXT =
      Map.of(
          EnginePhase.STARTING, Set.of(EnginePhase.READY, EnginePhase.STOPPING),
          EnginePhase.READY, Set.of(EnginePhase.DRAINING),
          EnginePhase.DRAINING, Set.of(EnginePhase.STOPPING),
          EnginePhase.STOPPING, Set.of(EnginePhase.STOPPED),
          EnginePhase.STOPPED, Set.of());

  private final AtomicReference<EnginePhase> phase = new AtomicReference<>(EnginePhase.STARTING);

  public EnginePhase phase() {
    return phase.get();
  }

  /** Whether calls are refused. */
  public boolean isDraining() {
    return phase.get().compareTo(EnginePhase.DRAINING) >= 0;
  }

  /**
   * Goes on.
   *
   * @return false when that phase is not next: somebody else was faster
   */
  public boolean enter(EnginePhase next) {
    EnginePhase current = phase.get();
    return NEXT.get(current).contains(next) && phase.compareAndSet(current, next);
  }

  /**
   * Looks at every agent's last duty cycle.
   *
   * <p>The reasons name no tool: they are told to who has not said who they are.
   *
   * @param workersHeldUp whether no worker is left that takes WORKER calls
   */
  public EngineHealth health(List<DutyReport> agents, long nowNs, boolean workersHeldUp) {
    List<String> reasons = new ArrayList<>();
    for (DutyReport agent : agents) {
      long sinceNs = nowNs - agent.cycleNs();
      if (sinceNs > STUCK_NS) {
        reasons.add(
            String.format(
                Locale.ROOT,
                "%s has been at one duty cycle for %.1f s: a tool holds it up, or nobody steps it",
                agent.agent(),
                sinceNs / 1e9));
      }
    }
    boolean live = reasons.isEmpty();
    if (workersHeldUp) {
      reasons.add("no worker takes calls: tools hold them up");
    }
    EnginePhase now = phase.get();
    if (now != EnginePhase.READY) {
      reasons.add("the engine is " + now.name().toLowerCase(Locale.ROOT));
    }
    return new EngineHealth(live, reasons.isEmpty(), reasons);
  }
}

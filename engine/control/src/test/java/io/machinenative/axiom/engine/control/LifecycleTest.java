package io.machinenative.axiom.engine.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.EngineHealth;
import io.machinenative.axiom.api.EnginePhase;
import io.machinenative.axiom.engine.pipeline.DutyReports;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private final Lifecycle lifecycle = new Lifecycle();

  @Test
  void entersEachPhaseOnceAndInOrder() {
    assertFalse(lifecycle.enter(EnginePhase.DRAINING), "not ready yet");
    assertTrue(lifecycle.enter(EnginePhase.READY));
    assertFalse(lifecycle.enter(EnginePhase.READY));
    assertFalse(lifecycle.isDraining());
    assertTrue(lifecycle.enter(EnginePhase.DRAINING));
    assertFalse(lifecycle.enter(EnginePhase.DRAINING), "closed twice");
    assertTrue(lifecycle.isDraining());
    assertTrue(lifecycle.enter(EnginePhase.STOPPING));
    assertTrue(lifecycle.enter(EnginePhase.STOPPED));
    for (EnginePhase phase : EnginePhase.values()) {
      assertFalse(lifecycle.enter(phase), phase::toString);
    }
  }

  @Test
  void aStartThatFailsStops() {
    assertTrue(lifecycle.enter(EnginePhase.STOPPING));
    assertTrue(lifecycle.isDraining());
  }

  @Test
  void saysWhichAgentIsHeldUp() {
    DutyReports agents = new DutyReports("ingress-tcp", "ingress-aeron");
    assertEquals(
        new EngineHealth(true, false, List.of("the engine is starting")),
        lifecycle.health(agents.all(), 0, false));
    lifecycle.enter(EnginePhase.READY);
    agents.cycle(0, 1_000_000_000L);
    assertEquals(
        new EngineHealth(true, true, List.of()),
        lifecycle.health(agents.all(), Lifecycle.STUCK_NS, false));
    assertEquals(
        new EngineHealth(
            false,
            false,
            List.of(
                "ingress-aeron has been at one duty cycle for 2.5 s: a tool holds it up, or nobody"
                    + " steps it")),
        lifecycle.health(agents.all(), 2_500_000_000L, false));
  }
}

package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.EngineHealth;
import io.machinenative.axiom.api.EnginePhase;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.base.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tools that come while the engine runs: when it says so, every carrier serves them. */
class LateToolsTest {
  private static Tool tool(String name) {
    return Tool.named(name).inline().raw(ContentType.JSON, call -> {}).build();
  }

  @ParameterizedTest
  @EnumSource(
      value = Mount.class,
      names = {"DEDICATED", "SHARED"})
  void areServedByEveryCarrierAtOnce(Mount mount) {
    try (EngineRig rig = new EngineRig(mount, builder -> builder)) {
      List<Caller> callers = new ArrayList<>();
      for (Carrier carrier : Carrier.values()) {
        AxiomClient client = rig.client(carrier, Mount.DEDICATED).connect();
        callers.add(new Caller(client, Mount.DEDICATED));
      }
      long epoch = rig.engine().info().catalogueEpoch();
      for (int round = 0; round < 20; round++) {
        String name = "late.echo-" + round;
        assertEquals(++epoch, rig.engine().add(List.of(tool(name))).join());
        for (Caller caller : callers) {
          caller.await(caller.begin(name, "{}", new CallOptions()));
        }
      }
      CompletionException twice =
          assertThrows(
              CompletionException.class,
              () -> rig.engine().add(List.of(tool("late.echo-0"))).join());
      assertEquals("a tool named late.echo-0 is there already", twice.getCause().getMessage());
      assertEquals(epoch, rig.engine().info().catalogueEpoch());
      callers.forEach(Caller::close);
    }
  }

  @Test
  void anEngineThatStopsTakesNone() {
    Engine engine = Engine.builder().mount(Mount.SHARED).listen("inproc:late").start();
    assertEquals(EnginePhase.READY, engine.info().phase());
    assertEquals(new EngineHealth(true, true, List.of()), engine.info().health());
    engine.close();
    assertEquals(EnginePhase.STOPPED, engine.info().phase());
    CompletionException refused =
        assertThrows(
            CompletionException.class, () -> engine.add(List.of(tool("late.echo"))).join());
    assertTrue(refused.getCause() instanceof RejectedExecutionException, refused::toString);
  }

  @Test
  void anEngineThatNobodyStepsIsNotLive() {
    long[] nowNs = {0};
    try (Engine engine =
        Engine.builder()
            .mount(Mount.INVOKER)
            .clock(() -> nowNs[0])
            .listen("inproc:still")
            .start()) {
      engine.doWork();
      assertTrue(engine.info().health().ready());
      nowNs[0] = 3_000_000_000L;
      assertEquals(
          new EngineHealth(
              false,
              false,
              List.of(
                  "ingress-inproc has been at one duty cycle for 3.0 s: a tool holds it up, or"
                      + " nobody steps it")),
          engine.info().health());
      engine.doWork();
      assertTrue(engine.info().health().ready());
    }
  }
}

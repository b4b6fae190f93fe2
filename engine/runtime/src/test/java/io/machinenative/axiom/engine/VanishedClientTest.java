package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.RetryPolicy;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.base.Mount;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that are killed in the middle of calls: what they held is free again. */
class VanishedClientTest {
  private static final int CALLS = 2;

  /** The two Aeron carriers share an ingress agent, so this is what their clients fill together. */
  private static final int SLOTS = 2 * CALLS;

  private static final List<Carrier> CARRIERS = List.of(Carrier.TCP, Carrier.IPC, Carrier.UDP);

  private static final EngineLimits LIMITS =
      new EngineLimits(
          16,
          1 << 20,
          256,
          SLOTS,
          4096,
          16,
          256,
          4 << 20,
          TimeUnit.SECONDS.toNanos(2),
          TimeUnit.SECONDS.toNanos(5),
          TimeUnit.SECONDS.toNanos(10),
          TimeUnit.SECONDS.toNanos(1));

  @Test
  void sessionsAndSlotsAreFreeAgain() {
    try (EngineRig rig = new EngineRig(Mount.SHARED, CARRIERS, builder -> builder.limits(LIMITS))) {
      try (ChildJvm child = ChildJvm.start(VanishingClient.class, arguments(rig), true)) {
        assertEquals("in flight on 3", child.line());
        assertEquals(CARRIERS.size(), rig.engine().info().sessions());
        assertEquals((long) CARRIERS.size() * CALLS, rig.counter("calls-blocking"));
        try (AxiomClient other =
            rig.client(Carrier.IPC, Mount.DEDICATED).retry(RetryPolicy.none()).connect()) {
          CallException refusal =
              assertThrows(
                  CallException.class, () -> other.callJson("core.sleep", "{\"millis\":0}"));
          assertEquals(Status.OVERLOADED, refusal.status());
        }
        child.kill();
      }
      rig.awaitQuiet();
      for (Carrier carrier : CARRIERS) {
        try (Caller caller = rig.connect(carrier, Mount.DEDICATED)) {
          caller.client().callJson("core.sleep", "{\"millis\":0}", Caller.patiently());
        }
      }
    }
  }

  private static List<String> arguments(EngineRig rig) {
    return List.of(
        rig.aeronDirectory().toString(),
        Integer.toString(CALLS),
        rig.address(Carrier.TCP),
        rig.address(Carrier.IPC),
        rig.address(Carrier.UDP));
  }
}

package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.ClientCounters;
import io.machinenative.axiom.client.Reply;
import io.machinenative.axiom.client.RetryPolicy;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.base.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An engine with room for two calls: what is too much is told so, and gets through when it tries
 * again.
 */
class OverloadTest {
  private static final int SLOTS = 2;

  private static final EngineLimits TINY =
      new EngineLimits(
          8,
          1 << 20,
          256,
          SLOTS,
          4096,
          1,
          1,
          4 << 20,
          TimeUnit.SECONDS.toNanos(2),
          TimeUnit.SECONDS.toNanos(5),
          TimeUnit.SECONDS.toNanos(10),
          TimeUnit.SECONDS.toNanos(1));

  private final TestTools tools = new TestTools();

  @ParameterizedTest
  @EnumSource(Carrier.class)
  void saysOverloadedAndTakesTheRetry(Carrier carrier) {
    try (EngineRig rig =
            new EngineRig(
                Mount.SHARED,
                List.of(carrier),
                builder -> {
                  tools.all().forEach(builder::tool);
                  return builder.limits(TINY);
                });
        Caller impatient = connect(rig, carrier, RetryPolicy.none());
        Caller patient = connect(rig, carrier, new RetryPolicy(10_000, 0, 0, 0))) {
      List<CompletableFuture<Reply>> held = new ArrayList<>();
      for (int i = 0; i < SLOTS; i++) {
        held.add(gate(impatient));
        int standing = Math.min(1, i + 1);
        Await.until("a call at the gate", () -> tools.waiting() == standing);
      }
      CallException refusal =
          assertThrows(CallException.class, () -> impatient.await(gate(impatient)));
      assertEquals(Status.OVERLOADED, refusal.status());
      assertEquals(EngineLimits.OVERLOADED_RETRY_MS, refusal.retryAfterMs());
      // INLINE calls need no slot
      assertEquals(7, impatient.echo(new byte[7]).length);

      CompletableFuture<Reply> retried = gate(patient);
      ClientCounters counters = patient.client().counters();
      Await.until("retries", () -> counters.value(ClientCounters.Kind.RETRY) > 2);
      tools.open(SLOTS + 1);
      held.forEach(impatient::await);
      patient.await(retried);
      assertTrue(rig.counter("calls-overloaded") > 3);
    }
  }

  private static CompletableFuture<Reply> gate(Caller caller) {
    return caller
        .client()
        .callAsync("test.gate", ContentType.BINARY, new byte[0], Caller.patiently());
  }

  private static Caller connect(EngineRig rig, Carrier carrier, RetryPolicy policy) {
    AxiomClient client = rig.client(carrier, Mount.DEDICATED).retry(policy).connect();
    return new Caller(client, Mount.DEDICATED);
  }
}

package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.client.ReconnectPolicy;
import io.machinenative.axiom.client.Reply;
import io.machinenative.axiom.client.RetryPolicy;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.base.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An engine that stops while calls are in flight: each gets its result or its word. */
class OrderlyEndTest {
  private static final long DRAIN_NS = TimeUnit.MILLISECONDS.toNanos(800);

  private static final EngineLimits LIMITS =
      new EngineLimits(
          16,
          1 << 20,
          256,
          64,
          4096,
          16,
          64,
          4 << 20,
          TimeUnit.SECONDS.toNanos(2),
          TimeUnit.SECONDS.toNanos(5),
          TimeUnit.SECONDS.toNanos(10),
          DRAIN_NS);

  /** What a call may end with of which one knows whether it was done. */
  private static final Set<Status> UNDOUBTED =
      Set.of(Status.OK, Status.DRAINING, Status.NOT_CONNECTED);

  static Stream<Arguments> engines() {
    Stream<Arguments> shared =
        Stream.of(Carrier.values()).map(carrier -> Arguments.of(carrier, Mount.SHARED));
    return Stream.concat(shared, Stream.of(Arguments.of(Carrier.TCP, Mount.INVOKER)));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void answersWhatItCanAndTellsTheRest(Carrier carrier, Mount mount) {
    EngineRig rig = new EngineRig(mount, List.of(carrier), builder -> builder.limits(LIMITS));
    AxiomClient client =
        rig.client(carrier, Mount.DEDICATED)
            .retry(RetryPolicy.none())
            .reconnect(ReconnectPolicy.never())
            .connect();
    try (Caller caller = new Caller(client, Mount.DEDICATED)) {
      CallOptions unbounded = new CallOptions();
      CompletableFuture<Reply> brief = caller.begin("core.sleep", "{\"millis\":50}", unbounded);
      CompletableFuture<Reply> endless =
          caller.begin("core.sleep", "{\"millis\":600000}", unbounded);
      assertEquals(0, caller.echo(new byte[0]).length);
      long startNs = System.nanoTime();
      rig.stop();
      long elapsedNs = System.nanoTime() - startNs;
      assertEquals(Status.SERVER_STOPPED, caller.failure(endless));
      assertTrue(caller.await(brief).text().contains("sleptMillis"));
      assertTrue(elapsedNs >= DRAIN_NS, "stopped after " + elapsedNs + " ns");
      assertTrue(elapsedNs < DRAIN_NS + TimeUnit.SECONDS.toNanos(10), "took " + elapsedNs + " ns");
      Status late = caller.failure(caller.begin("core.echo", "{}", unbounded));
      assertEquals(Status.NOT_CONNECTED, late);
    }
    assertEquals(0, rig.engine().buffersLent());
    assertEquals(0, rig.engine().info().sessions());
    assertEquals(List.of(), rig.engine().errors());
  }

  /** Calls that cross the server's goodbye: each is done, or was not started, and says which. */
  @ParameterizedTest
  @EnumSource(Carrier.class)
  void leavesNoCallUncertain(Carrier carrier) {
    EngineRig rig =
        new EngineRig(Mount.SHARED, List.of(carrier), builder -> builder.limits(LIMITS));
    AxiomClient client =
        rig.client(carrier, Mount.DEDICATED)
            .retry(RetryPolicy.none())
            .reconnect(ReconnectPolicy.never())
            .connect();
    try (Caller caller = new Caller(client, Mount.DEDICATED)) {
      Thread stopper = Thread.ofPlatform().unstarted(rig::stop);
      int done = 0;
      Status end = Status.OK;
      while (end != Status.NOT_CONNECTED) {
        List<CompletableFuture<Reply>> burst = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          burst.add(caller.begin("core.echo", "{}", new CallOptions()));
        }
        for (CompletableFuture<Reply> call : burst) {
          end = endOf(caller, call);
          assertTrue(UNDOUBTED.contains(end), end::toString);
          done += end == Status.OK ? 1 : 0;
        }
        if (done >= 300 && stopper.getState() == Thread.State.NEW) {
          stopper.start();
        }
      }
      Await.until("the engine's end", () -> !stopper.isAlive());
    }
  }

  private static Status endOf(Caller caller, CompletableFuture<Reply> call) {
    try {
      caller.await(call);
      return Status.OK;
    } catch (CallException e) {
      return e.status();
    }
  }
}

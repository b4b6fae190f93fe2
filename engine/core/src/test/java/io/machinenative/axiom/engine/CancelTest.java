package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Completion;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.counters.EngineCounter;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Cancel before, while and after a call runs, and clients that vanish: one answer, and everything
 * comes back.
 */
class CancelTest {
  private final TestTools tools = new TestTools();
  private final DataPlane plane = new DataPlane(new TestLimits(), tools.routes());
  private HandClient client;

  @BeforeEach
  void open() {
    client = plane.open();
  }

  @AfterEach
  void nothingIsHeld() {
    plane.await(() -> plane.slots.inUse() == 0);
    plane.requireNothingHeld();
  }

  @Test
  void beforeItIsStarted() {
    client.send(Invoke.of(1, "worker.count"));
    client.send(Messages.cancel(1));
    plane.stepIngress();
    client.nextError(1, Status.CANCELLED);
    plane.settle();
    client.requireSilence();
    assertEquals(0, tools.runs.get());
    assertEquals(1, plane.count(EngineCounter.CALLS_CANCELLED));
    assertEquals(0, plane.count(EngineCounter.OUTCOMES_TOO_LATE));
  }

  @Test
  void whileItRuns() throws Exception {
    client.send(Invoke.of(1, "worker.defer"));
    plane.step();
    Completion completion = tools.deferred.take();
    assertFalse(completion.invocation().isCancelled());
    client.send(Messages.cancel(1));
    plane.step();
    client.nextError(1, Status.CANCELLED);
    assertTrue(completion.invocation().isCancelled());

    client.send(Invoke.of(1, "worker.echo", new byte[] {3}));
    plane.step();
    assertEquals(3, client.nextResult(1).payload()[0], "the id is free again");

    completion.fail(Status.TOOL_ERROR, "too late");
    plane.settle();
    client.requireSilence();
    assertEquals(1, plane.count(EngineCounter.OUTCOMES_TOO_LATE));
  }

  @Test
  void whileABlockingToolWaits() throws Exception {
    client.send(Invoke.of(1, "blocking.gate"));
    plane.stepIngress();
    tools.begun.acquire();
    client.send(Messages.cancel(1));
    plane.stepIngress();
    client.nextError(1, Status.CANCELLED);
    plane.await(() -> tools.interrupts.get() == 1);
  }

  @Test
  void afterItsAnswer() {
    client.answered(Invoke.of(1, "worker.echo"));
    client.send(Messages.cancel(1));
    client.send(Messages.cancel(12345));
    plane.settle();
    client.requireSilence();
    assertEquals(2, plane.count(EngineCounter.CANCELS_UNKNOWN));
  }

  @Test
  void whileItsAnswerIsOnTheWay() {
    client.send(Invoke.of(1, "worker.echo"));
    plane.stepIngress();
    plane.stepWorkers(); // the completion waits in the ring
    client.send(Messages.cancel(1));
    plane.settle();
    client.nextError(1, Status.CANCELLED);
    client.requireSilence();
  }

  @Test
  void twice() {
    client.send(Invoke.of(1, "worker.echo"));
    client.send(Messages.cancel(1));
    client.send(Messages.cancel(1));
    plane.settle();
    client.nextError(1, Status.CANCELLED);
    client.requireSilence();
  }

  @Test
  void doesNotTouchAnothersCall() {
    HandClient other = plane.open();
    other.send(Invoke.of(1, "worker.echo"));
    plane.stepIngress();
    client.send(Messages.cancel(1));
    plane.settle();
    other.nextResult(1);
    client.requireSilence();
  }

  @Test
  void clientVanishesWithCallsEverywhere() throws Exception {
    byte[] large = new byte[5000];
    client.send(Invoke.of(1, "worker.defer", large));
    client.send(Invoke.of(2, "blocking.gate", large));
    plane.step();
    tools.begun.acquire();
    Completion completion = tools.deferred.take();
    client.send(Invoke.of(3, "worker.count", large)); // stays queued
    client.send(Messages.fragment(1, 100_000, 0, new byte[1000], 0, 1000)); // stays unfinished
    plane.stepIngress();
    client.peer.vanish();
    plane.stepIngress();

    assertEquals(0, plane.openSessions.get());
    assertTrue(completion.invocation().isCancelled());
    plane.settle();
    assertEquals(0, tools.runs.get(), "what was queued is not started");
    assertTrue(completion.complete(ContentType.BINARY, new UnsafeBuffer(large), 0, large.length));
    plane.await(() -> plane.slots.inUse() == 0);
    assertEquals(1, tools.interrupts.get());
    client.requireSilence();
    assertEquals(0, plane.count(EngineCounter.ERRORS));
    plane.open().answered(Invoke.of(1, "worker.echo"));
  }

  @Test
  void clientVanishesWithRepliesThatWait() {
    client.peer.blocked(true);
    for (int i = 0; i < 10; i++) {
      client.send(Invoke.of(i, "inline.echo", new byte[100]));
      client.send(Invoke.of(i, "worker.echo", new byte[3000]));
    }
    plane.settle();
    assertTrue(plane.pool.lent() > 0);
    client.peer.vanish();
    plane.settle();
  }
}

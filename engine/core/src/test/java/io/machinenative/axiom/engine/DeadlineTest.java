package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Completion;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.port.Identity;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines, just before, at and just after, wherever the call is. */
class DeadlineTest {
  private static final long MS = 1_000_000;

  private final TestTools tools = new TestTools();

  private DataPlane plane(long startNs) {
    return new DataPlane(
        new TestLimits(),
        tools.routes(),
        1,
        startNs,
        Identity.open(),
        Thread.ofVirtual().factory());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE + 1})
  void pastOnArrival(long deadlineNs) {
    DataPlane plane = plane(0);
    HandClient client = plane.open();
    client.refused(Invoke.of(1, "inline.count").deadlineNs(deadlineNs), Status.DEADLINE_EXPIRED);
    client.refused(Invoke.of(2, "worker.count").deadlineNs(deadlineNs), Status.DEADLINE_EXPIRED);
    assertEquals(0, tools.runs.get());
    assertEquals(2, plane.count(EngineCounter.CALLS_LATE));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, -5_000_000_000L, Long.MIN_VALUE, Long.MAX_VALUE - 3 * MS})
  void holdsForAnyClock(long startNs) {
    DataPlane plane = plane(startNs);
    HandClient client = plane.open();
    client.send(Invoke.of(1, "worker.count").deadlineNs(2 * MS));
    client.send(Invoke.of(2, "worker.count"));
    client.send(Invoke.of(3, "worker.count").deadlineNs(Long.MAX_VALUE));
    client.send(Invoke.of(4, "worker.count").deadlineNs(Long.MAX_VALUE - 1));
    plane.stepIngress();
    plane.advance(10 * MS);
    plane.stepIngress();

    client.nextError(1, Status.DEADLINE_EXPIRED);
    client.requireSilence();
    plane.settle();
    for (int id = 2; id <= 4; id++) {
      client.nextResult(id);
    }
    client.requireSilence();
    plane.requireNothingHeld();
  }

  @Test
  void inTheLane() {
    for (long afterNs : new long[] {10 * MS - 1, 10 * MS, 10 * MS + 1}) {
      DataPlane plane = plane(0);
      HandClient client = plane.open();
      client.send(Invoke.of(1, "worker.echo").deadlineNs(10 * MS));
      plane.stepIngress();
      plane.advance(afterNs);
      plane.stepIngress(); // the timers look before the worker does
      plane.settle();
      if (afterNs < 10 * MS) {
        client.nextResult(1);
      } else {
        client.nextError(1, Status.DEADLINE_EXPIRED);
        assertEquals(1, plane.count(EngineCounter.CALLS_LATE));
      }
      client.requireSilence();
      plane.requireNothingHeld();
    }
  }

  @Test
  void whenAWorkerTakesItBeforeTheTimersLook() {
    for (long afterNs : new long[] {10 * MS - 1, 10 * MS, 10 * MS + 1}) {
      DataPlane plane = plane(0);
      HandClient client = plane.open();
      int before = tools.runs.get();
      client.send(Invoke.of(1, "worker.count").deadlineNs(10 * MS));
      plane.stepIngress();
      plane.advance(afterNs);
      plane.stepWorkers();
      plane.settle();
      if (afterNs < 10 * MS) {
        client.nextResult(1);
        assertEquals(before + 1, tools.runs.get());
      } else {
        client.nextError(1, Status.DEADLINE_EXPIRED);
        assertEquals(before, tools.runs.get(), "it was not started");
        assertEquals(1, plane.count(EngineCounter.CALLS_LATE));
      }
      client.requireSilence();
      plane.requireNothingHeld();
    }
  }

  @Test
  void whileItRuns() throws Exception {
    for (long afterNs : new long[] {10 * MS - 1, 10 * MS, 10 * MS + 1}) {
      DataPlane plane = plane(0);
      HandClient client = plane.open();
      client.send(Invoke.of(1, "worker.defer").deadlineNs(10 * MS));
      plane.step();
      Completion completion = tools.deferred.take();
      CallContext call = completion.invocation();
      plane.advance(afterNs);
      assertEquals(10 * MS - afterNs, call.remainingNs());
      plane.settle();
      if (afterNs < 10 * MS) {
        assertFalse(call.isCancelled());
        assertTrue(completion.complete(ContentType.BINARY, new UnsafeBuffer(), 0, 0));
        plane.settle();
        client.nextResult(1);
      } else {
        client.nextError(1, Status.DEADLINE_EXCEEDED);
        assertTrue(call.isCancelled());
        assertEquals(1, plane.slots.inUse(), "the tool still holds its call");
        completion.complete(ContentType.BINARY, new UnsafeBuffer(), 0, 0);
        plane.settle();
        assertEquals(1, plane.count(EngineCounter.OUTCOMES_TOO_LATE));
      }
      client.requireSilence();
      plane.requireNothingHeld();
    }
  }

  @Test
  void whileAToolLooksAtItsClock() {
    DataPlane plane = plane(0);
    HandClient client = plane.open();
    tools.script =
        call -> {
          assertFalse(call.isCancelled());
          plane.advance(5 * MS);
          assertTrue(call.isCancelled());
          throw ToolException.cancelled();
        };
    // It stops as cancelled ones do, and cannot tell why; its caller is told.
    client.refused(Invoke.of(1, "worker.script").deadlineNs(5 * MS), Status.DEADLINE_EXCEEDED);
    client.refused(Invoke.of(2, "inline.script").deadlineNs(5 * MS), Status.DEADLINE_EXCEEDED);
    plane.requireNothingHeld();
  }

  @Test
  void noneIsNeverReached() {
    DataPlane plane = plane(0);
    HandClient client = plane.open();
    tools.script = call -> assertEquals(CallContext.NO_DEADLINE, call.remainingNs());
    client.answered(Invoke.of(1, "worker.script"));
    client.answered(Invoke.of(2, "inline.script"));
    client.send(Invoke.of(3, "worker.defer"));
    plane.step();
    for (int i = 0; i < 100; i++) {
      plane.advance(1_000 * MS);
      client.send(Messages.heartbeat(i, true));
      plane.settle();
    }
    client.all().forEach(m -> assertTrue(m instanceof ServerMessage.Heartbeat, m.toString()));
  }

  @Test
  void interruptsABlockingTool() throws Exception {
    DataPlane plane = plane(0);
    HandClient client = plane.open();
    client.send(Invoke.of(1, "blocking.gate").deadlineNs(10 * MS));
    plane.stepIngress();
    tools.begun.acquire();
    plane.advance(10 * MS);
    plane.stepIngress();
    client.nextError(1, Status.DEADLINE_EXCEEDED);
    plane.await(() -> plane.slots.inUse() == 0);
    assertEquals(1, tools.interrupts.get());
    client.requireSilence();
    plane.requireNothingHeld();
  }
}

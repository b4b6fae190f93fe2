package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Completion;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.counters.EngineCounter;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orderly ends, from either side, with calls in flight. */
class GoodbyeTest {
  private static final long MS = 1_000_000;
  private static final UnsafeBuffer EMPTY = new UnsafeBuffer();

  private final TestTools tools = new TestTools();
  private final DataPlane plane = new DataPlane(new TestLimits(), tools.routes());
  private HandClient client;

  @BeforeEach
  void open() {
    client = plane.open();
  }

  @Test
  void anIdleClientLeaves() {
    client.send(Messages.goodbye("done"));
    plane.pass(20 * MS);
    client.requireEnded(Status.SHUTDOWN);
    assertEquals(1, plane.count(EngineCounter.SESSIONS_CLOSED));
    assertEquals(0, plane.carrier.connections());
  }

  @Test
  void callsInFlightAreAnsweredFirst() throws Exception {
    client.send(Invoke.of(1, "worker.defer"));
    client.send(Invoke.of(2, "worker.echo"));
    plane.step();
    client.nextResult(2);
    client.send(Messages.goodbye(""));
    client.send(Invoke.of(3, "inline.echo"));
    client.send(Invoke.of(4, "worker.echo"));
    client.send(Messages.heartbeat(9, false));
    plane.pass(50 * MS);
    client.nextError(3, Status.DRAINING);
    client.nextError(4, Status.DRAINING);
    client.next(ServerMessage.Heartbeat.class);
    client.requireSilence();
    assertFalse(client.peer.isClosed());

    tools.deferred.take().complete(ContentType.BINARY, EMPTY, 0, 0);
    plane.settle();
    client.nextResult(1);
    plane.pass(20 * MS);
    client.requireEnded(Status.SHUTDOWN);
    plane.requireNothingHeld();
  }

  @Test
  void repliesThatWaitAreSentBeforeTheEnd() {
    client.peer.blocked(true);
    client.send(Invoke.of(1, "inline.echo"));
    client.send(Messages.goodbye(""));
    plane.pass(100 * MS);
    assertFalse(client.peer.isClosed());
    client.peer.blocked(false);
    plane.pass(20 * MS);
    client.nextResult(1);
    client.requireEnded(Status.SHUTDOWN);
  }

  @Test
  void cancelIsHeardWhileLeaving() throws Exception {
    client.send(Invoke.of(1, "worker.defer"));
    client.send(Messages.goodbye(""));
    client.send(Messages.cancel(1));
    plane.step();
    client.nextError(1, Status.CANCELLED);
    plane.pass(20 * MS);
    client.requireEnded(Status.SHUTDOWN);
    plane.settle();
    Completion late = tools.deferred.poll();
    if (late != null) {
      late.fail(Status.CANCELLED, "");
    }
    plane.settle();
    plane.requireNothingHeld();
  }

  @Test
  void theServerDrains() throws Exception {
    HandClient idle = plane.open();
    client.send(Invoke.of(1, "worker.defer"));
    plane.step();
    plane.drain();
    plane.pass(20 * MS);

    assertEquals(
        new ServerMessage.Goodbye(Status.DRAINING, 3000, "the server stops"),
        idle.next(ServerMessage.Goodbye.class));
    assertFalse(idle.peer.isClosed(), "a call may be on its way");
    idle.refused(Invoke.of(1, "inline.echo"), Status.DRAINING);
    idle.send(Messages.goodbye(""));
    plane.pass(20 * MS);
    idle.requireEnded(Status.SHUTDOWN);

    assertEquals(Status.DRAINING, client.next(ServerMessage.Goodbye.class).status());
    client.refused(Invoke.of(2, "inline.echo"), Status.DRAINING);
    client.refused(Invoke.of(3, "worker.echo"), Status.DRAINING);
    tools.deferred.take().complete(ContentType.BINARY, EMPTY, 0, 0);
    plane.settle();
    client.nextResult(1);
    client.send(Messages.goodbye(""));
    plane.pass(20 * MS);
    client.requireEnded(Status.SHUTDOWN);
    assertEquals(0, plane.openSessions.get());
    plane.requireNothingHeld();
  }

  @Test
  void theServerDoesNotWaitLongForAClientThatKeepsSilent() {
    plane.drain();
    plane.pass(900 * MS);
    assertEquals(Status.DRAINING, client.next(ServerMessage.Goodbye.class).status());
    assertFalse(client.peer.isClosed());
    plane.pass(150 * MS);
    client.requireEnded(Status.SHUTDOWN);
  }

  @Test
  void aLongRequestThatCrossesTheServersGoodbyeIsAnswered() {
    byte[] message = Invoke.of(1, "worker.echo", new byte[5000]).build();
    List<byte[]> pieces = Messages.fragments(1, message, 1000);
    client.send(pieces.getFirst());
    plane.drain();
    plane.pass(1500 * MS);
    assertEquals(Status.DRAINING, client.next(ServerMessage.Goodbye.class).status());
    pieces.subList(1, pieces.size()).forEach(client::send);
    plane.settle();
    client.nextError(1, Status.DRAINING);
    plane.pass(20 * MS);
    client.requireEnded(Status.SHUTDOWN);
    plane.requireNothingHeld();
  }

  @Test
  void theServerStopsWithCallsInFlight() throws Exception {
    HandClient silent = plane.connect();
    client.send(Invoke.of(1, "worker.defer"));
    client.send(Invoke.of(2, "blocking.gate"));
    plane.step();
    client.send(Invoke.of(3, "worker.echo"));
    plane.stepIngress();
    tools.begun.acquire();
    plane.stop();

    for (int i = 0; i < 3; i++) {
      assertEquals(Status.SERVER_STOPPED, client.next(ServerMessage.Error.class).status());
    }
    client.requireEnded(Status.SHUTDOWN);
    silent.requireEnded(Status.SHUTDOWN);
    assertEquals(0, plane.carrier.connections());
    assertEquals(0, plane.openSessions.get());
    assertTrue(tools.deferred.element().invocation().isCancelled());
    tools.deferred.take().fail(Status.CANCELLED, "");
    plane.await(() -> plane.slots.inUse() == 0);
    assertEquals(1, tools.interrupts.get());
    client.requireSilence();
    plane.requireNothingHeld();
  }
}

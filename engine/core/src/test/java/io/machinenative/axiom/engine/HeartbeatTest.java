package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.counters.EngineCounter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Silence on either side. */
class HeartbeatTest {
  private static final long MS = 1_000_000;

  /** The timers look at sessions so often. */
  private static final long TICK_NS = 10 * MS;

  private final DataPlane plane = new DataPlane(new TestLimits(), new TestTools().routes());

  private HandClient open(int heartbeatMs) {
    HandClient client = plane.connect();
    Hello hello = new Hello();
    hello.heartbeatIntervalMs = heartbeatMs;
    client.hello(hello);
    return client;
  }

  @Test
  void isAnsweredWithItsTimestamp() {
    HandClient client = open(1000);
    client.send(Messages.heartbeat(Long.MIN_VALUE + 7, false));
    client.send(Messages.heartbeat(5, true));
    plane.settle();
    assertEquals(new ServerMessage.Heartbeat(Long.MIN_VALUE + 7, true), client.poll());
    client.requireSilence();
  }

  @Test
  void isSentWhenNothingElseWas() {
    HandClient client = open(1000);
    plane.pass(1000 * MS);
    client.requireSilence();
    plane.pass(TICK_NS);
    assertEquals(
        new ServerMessage.Heartbeat(plane.clock.nanoTime(), false),
        client.next(ServerMessage.Heartbeat.class));
    client.requireSilence();
  }

  @Test
  void isNotSentWhileRepliesFlow() {
    HandClient client = open(1000);
    for (int i = 0; i < 5; i++) {
      plane.pass(900 * MS);
      client.answered(Invoke.of(i, i % 2 == 0 ? "inline.echo" : "worker.echo"));
    }
  }

  @Test
  void timesOutAfterThreeIntervalsOfSilence() {
    HandClient client = open(1000);
    plane.pass(3000 * MS);
    assertFalse(client.peer.isClosed(), "at three intervals");
    plane.pass(TICK_NS);
    assertTrue(client.peer.isClosed());
    List<ServerMessage> said = client.all();
    assertTrue(
        said.getLast() instanceof ServerMessage.Goodbye bye
            && bye.status() == Status.HEARTBEAT_TIMEOUT);
    assertEquals(1, plane.count(EngineCounter.HEARTBEAT_TIMEOUTS));
    assertEquals(0, plane.openSessions.get());
  }

  @Test
  void anythingThatIsHeardCounts() {
    HandClient client = open(1000);
    for (int i = 0; i < 5; i++) {
      plane.pass(2990 * MS);
      client.send(i % 2 == 0 ? Messages.cancel(1) : Messages.heartbeat(1, true));
      plane.settle();
    }
    assertFalse(client.peer.isClosed());
  }

  @Test
  void helloMustComeInTime() {
    HandClient silent = plane.connect();
    HandClient late = plane.connect();
    plane.pass(5000 * MS - TICK_NS);
    assertFalse(silent.peer.isClosed());
    late.hello();
    plane.pass(2 * TICK_NS);
    silent.requireEnded(Status.HEARTBEAT_TIMEOUT);
    assertFalse(late.peer.isClosed());
    assertEquals(1, plane.count(EngineCounter.CONNECTIONS_NOW));
  }

  @Test
  void aSilentClientsCallsAreCancelled() {
    TestTools tools = new TestTools();
    DataPlane own = new DataPlane(new TestLimits(), tools.routes());
    HandClient client = own.open();
    client.send(Invoke.of(1, "worker.defer"));
    own.step();
    own.pass(6100 * MS);
    assertTrue(client.peer.isClosed());
    assertTrue(tools.deferred.element().invocation().isCancelled());
    tools.deferred.element().fail(Status.CANCELLED, "");
    own.settle();
    own.requireNothingHeld();
  }
}

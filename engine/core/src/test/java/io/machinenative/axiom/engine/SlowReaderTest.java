package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.pipeline.PooledBuffer;
import io.machinenative.axiom.engine.pipeline.Session;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A client that does not read: what waits is bounded, in order, whole, and given up after a time.
 */
class SlowReaderTest {
  private static final long MS = 1_000_000;
  private static final int LIMIT = Session.PENDING_LIMIT;

  private final TestLimits limits = new TestLimits();
  private final TestTools tools = new TestTools();
  private DataPlane plane;
  private HandClient client;

  @BeforeEach
  void open() {
    limits.creditWindow = 512;
    limits.slotCount = 600;
    limits.laneCapacity = 1024;
    plane = new DataPlane(limits, tools.routes());
    plane.carrier.framesPerPoll(2000);
    client = plane.open();
  }

  @AfterEach
  void nothingIsHeld() {
    plane.settle();
    client.peer.vanish();
    plane.settle();
    plane.requireNothingHeld();
  }

  @Test
  void losesNothingAndKeepsTheOrder() {
    client.peer.capacityBytes(500);
    List<ServerMessage> read = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      client.send(Invoke.of(i, i % 3 == 0 ? "worker.echo" : "inline.echo", new byte[i % 200]));
      plane.settle();
      if (i % 7 == 0) {
        read.addAll(client.all());
      }
    }
    while (read.size() < 300) {
      int before = read.size();
      plane.settle();
      read.addAll(client.all());
      assertTrue(read.size() > before, "stuck at " + before);
    }
    for (int i = 0; i < 300; i++) {
      ServerMessage.Result result = (ServerMessage.Result) read.get(i);
      assertEquals(i, result.correlationId());
      assertEquals(i % 200, result.payload().length);
    }
    client.requireSilence();
  }

  @Test
  void stopsReadingAtTheLimitWhateverComes() {
    client.peer.blocked(true);
    for (int i = 0; i < LIMIT; i++) {
      switch (i % 5) {
        case 0 -> client.send(Invoke.of(i, "inline.echo"));
        case 1 -> client.send(Messages.heartbeat(i, false));
        case 2 -> client.send(Messages.describeTool(i, 1));
        case 3 -> client.send(Messages.listTools(i, 1, "", ""));
        default -> client.send(Invoke.of(i, "no.such.tool"));
      }
    }
    client.send(Messages.listTools(1, 0, "", ""));
    client.send(Messages.heartbeat(1, false));
    client.send(Messages.cancel(1));
    plane.settle();
    assertEquals(3, client.peer.unreadFrames());
    assertEquals(LIMIT, client.peer.session.pending().size());

    client.peer.blocked(false);
    plane.settle();
    assertEquals(0, client.peer.unreadFrames());
    assertEquals(LIMIT + 2, client.all().size());
    assertEquals(0, plane.count(EngineCounter.SLOW_CONSUMERS));
  }

  @Test
  void hasRoomForTheAnswersOfAllCallsInFlight() {
    client.peer.blocked(true);
    for (int i = 0; i < 512; i++) {
      client.send(Invoke.of(i, "worker.echo"));
    }
    plane.stepIngress();
    for (int i = 0; i < LIMIT - 1; i++) {
      client.send(Invoke.of(10_000 + i, "inline.echo"));
    }
    plane.settle();
    assertEquals(1023, client.peer.session.pending().size());
    assertFalse(client.peer.isClosed());
    client.peer.blocked(false);
    plane.settle();
    assertEquals(1023, client.all().size());
  }

  @Test
  void givesUpAReaderThatTakesNothingForTheTimeout() {
    client.peer.blocked(true);
    client.send(Invoke.of(1, "inline.echo"));
    plane.settle();
    awaitWithHeartbeats(limits.slowConsumerNs);
    assertFalse(client.peer.isClosed(), "at the timeout");
    awaitWithHeartbeats(10 * MS);
    assertTrue(client.peer.isClosed());
    assertEquals(1, plane.count(EngineCounter.SLOW_CONSUMERS));
    client.requireSilence();
  }

  @Test
  void waitsForAReaderThatTakesALittle() {
    client.peer.capacityBytes(40);
    for (int i = 0; i < 10; i++) {
      client.send(Invoke.of(i, "inline.echo"));
    }
    plane.settle();
    for (int i = 0; i < 9; i++) {
      awaitWithHeartbeats(limits.slowConsumerNs - 20 * MS);
      assertEquals(1, client.all().size());
      plane.settle();
    }
    assertFalse(client.peer.isClosed());
    assertEquals(0, plane.count(EngineCounter.SLOW_CONSUMERS));
  }

  /** A client that goes on speaking without reading. */
  private void awaitWithHeartbeats(long ns) {
    for (long left = ns; left > 0; left -= 100 * MS) {
      client.send(Messages.heartbeat(0, true));
      plane.advance(Math.min(left, 100 * MS));
      plane.settle();
    }
  }

  @Test
  void dropsProgressAndNothingElse() {
    client.peer.blocked(true);
    client.send(Invoke.of(1, "worker.progress"));
    client.send(Invoke.of(2, "inline.progress"));
    plane.settle();
    assertEquals(4, plane.count(EngineCounter.PROGRESS_DROPPED));
    client.peer.blocked(false);
    plane.settle();
    client.nextResult(2);
    client.nextResult(1);
    client.requireSilence();
  }

  @Test
  void otherSessionsDoNotNotice() {
    HandClient other = plane.open();
    client.peer.blocked(true);
    for (int i = 0; i < 2000; i++) {
      client.send(Invoke.of(i, "inline.echo"));
    }
    plane.settle();
    other.answered(Invoke.of(1, "worker.echo"));
    other.answered(Invoke.of(2, "inline.echo"));
  }

  @Test
  void holdsNoMoreThanItsShareOfTheMemoryForReplies() {
    HandClient other = plane.open();
    client.peer.blocked(true);
    byte[] reply = {0, 0, 3, 0}; // 196,608 bytes, in a buffer of 256 KiB
    for (int i = 0; i < 30; i++) {
      client.send(Invoke.of(i, "worker.big", reply));
      plane.settle();
    }
    long share = limits.build().sessionReplyBytes();
    long held = client.peer.session.pending().heldBytes();
    assertTrue(held >= share && held < share + 2L * limits.maxMessageBytes, held + " bytes");
    other.answered(Invoke.of(1, "worker.big", reply));
    assertFalse(client.peer.isClosed());
    client.peer.blocked(false);
    int answers = 0;
    for (int i = 0; i < 1000 && answers < 30; i++) {
      plane.settle();
      answers += client.all().size();
    }
    assertEquals(30, answers);
    assertEquals(0, client.peer.session.pending().heldBytes());
  }

  @Test
  void endsASessionForWhichThereIsNoMemoryLeft() {
    List<PooledBuffer> taken = new ArrayList<>();
    for (PooledBuffer b = plane.pool.acquire(1); b != null; b = plane.pool.acquire(1)) {
      taken.add(b);
    }
    client.peer.blocked(true);
    client.send(Invoke.of(1, "worker.echo"));
    plane.settle();
    assertTrue(client.peer.isClosed());
    assertEquals(1, plane.count(EngineCounter.SLOW_CONSUMERS));
    taken.forEach(PooledBuffer::release);
  }

  @Test
  void breaksOffALargeReplyInTheMiddle() {
    client.peer.capacityBytes(70_000);
    client.send(Invoke.of(1, "worker.big", new byte[] {0, 0, 3, 0})); // 196,608 bytes
    plane.settle();
    client.send(Invoke.of(2, "inline.echo", new byte[3]));
    plane.settle();
    assertEquals(1, client.peer.waitingFrames());
    assertEquals(2, plane.pool.lent());
    List<ServerMessage> read = new ArrayList<>();
    while (read.size() < 2) {
      read.addAll(client.all());
      plane.settle();
    }
    assertEquals(196_608, ((ServerMessage.Result) read.get(0)).payload().length);
    assertEquals(2, ((ServerMessage.Result) read.get(1)).correlationId());
  }

  @Test
  void isClosedWithALargeReplyHalfSent() {
    client.peer.capacityBytes(70_000);
    client.send(Invoke.of(1, "worker.big", new byte[] {0, 0, 3, 0}));
    plane.settle();
    client.send(new byte[3]);
    plane.settle();
    assertTrue(client.peer.isClosed());
  }
}

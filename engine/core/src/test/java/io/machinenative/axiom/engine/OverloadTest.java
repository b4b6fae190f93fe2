package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.pipeline.PooledBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each resource that can run out: the caller is told, with a hint, and it is there again later. */
class OverloadTest {
  private final TestLimits limits = new TestLimits();
  private final TestTools tools = new TestTools();

  private static void requireOverloaded(HandClient client, long correlationId) {
    ServerMessage.Error error = client.nextError(correlationId, Status.OVERLOADED);
    assertEquals(EngineLimits.OVERLOADED_RETRY_MS, error.retryAfterMs());
  }

  @Test
  void slots() {
    limits.slotCount = 4;
    DataPlane plane = new DataPlane(limits, tools.routes());
    HandClient client = plane.open();
    HandClient other = plane.open();
    for (int i = 1; i <= 4; i++) {
      client.send(Invoke.of(i, "worker.echo"));
    }
    plane.stepIngress();
    other.send(Invoke.of(1, "worker.echo"));
    other.send(Invoke.of(2, "inline.echo"));
    plane.stepIngress();
    requireOverloaded(other, 1);
    other.nextResult(2);
    plane.settle();
    assertEquals(4, client.all().size());
    other.answered(Invoke.of(1, "worker.echo"));
    assertEquals(1, plane.count(EngineCounter.CALLS_OVERLOADED));
    plane.requireNothingHeld();
  }

  @Test
  void lane() {
    limits.laneCapacity = 2;
    DataPlane plane = new DataPlane(limits, tools.routes());
    HandClient client = plane.open();
    byte[] payload = new byte[3000];
    for (int i = 1; i <= 3; i++) {
      client.send(Invoke.of(i, "worker.echo", payload));
    }
    plane.stepIngress();
    requireOverloaded(client, 3);
    plane.settle();
    client.nextResult(1);
    client.nextResult(2);
    client.answered(Invoke.of(3, "worker.echo", payload));
    plane.requireNothingHeld();
  }

  @Test
  void laneForACallThatCameInFragments() {
    limits.laneCapacity = 1;
    DataPlane plane = new DataPlane(limits, tools.routes());
    HandClient client = plane.open();
    client.send(Invoke.of(1, "worker.echo"));
    byte[] large = Invoke.of(2, "worker.echo", new byte[100_000]).build();
    Messages.fragments(1, large, 60_000).forEach(client::send);
    plane.stepIngress();
    requireOverloaded(client, 2);
    plane.settle();
    client.nextResult(1);
    Messages.fragments(1, large, 60_000).forEach(client::send);
    plane.settle();
    assertEquals(100_000, client.nextResult(2).payload().length);
    plane.requireNothingHeld();
  }

  @Test
  void blockingLimit() throws Exception {
    limits.blockingLimit = 2;
    DataPlane plane = new DataPlane(limits, tools.routes());
    HandClient client = plane.open();
    for (int i = 1; i <= 3; i++) {
      client.send(Invoke.of(i, "blocking.gate"));
    }
    plane.stepIngress();
    requireOverloaded(client, 3);
    tools.begun.acquire(2);
    tools.mayEnd.release(2);
    plane.await(() -> client.peer.waitingFrames() == 2);
    client.all();
    tools.mayEnd.release();
    // The thread of an answered call may still be on its way out.
    plane.await(() -> !(callAgain(plane, client) instanceof ServerMessage.Error));
    plane.requireNothingHeld();
  }

  private static ServerMessage callAgain(DataPlane plane, HandClient client) {
    client.send(Invoke.of(4, "blocking.echo"));
    plane.await(() -> client.peer.waitingFrames() > 0);
    return client.poll();
  }

  private static List<PooledBuffer> exhaust(DataPlane plane) {
    List<PooledBuffer> taken = new ArrayList<>();
    PooledBuffer buffer = plane.pool.acquire(1);
    while (buffer != null) {
      taken.add(buffer);
      buffer = plane.pool.acquire(1);
    }
    return taken;
  }

  @Test
  void poolForThePayload() {
    limits.poolBytes = 2L * limits.maxMessageBytes;
    DataPlane plane = new DataPlane(limits, tools.routes());
    HandClient client = plane.open();
    List<PooledBuffer> taken = exhaust(plane);
    client.send(Invoke.of(1, "worker.echo", new byte[3000]));
    client.send(Invoke.of(2, "inline.echo", new byte[3000]));
    plane.settle();
    requireOverloaded(client, 1);
    client.nextResult(2);
    taken.forEach(PooledBuffer::release);
    client.answered(Invoke.of(1, "worker.echo", new byte[3000]));
    plane.requireNothingHeld();
  }

  @Test
  void poolForTheReply() {
    limits.poolBytes = 2L * limits.maxMessageBytes;
    DataPlane plane = new DataPlane(limits, tools.routes());
    HandClient client = plane.open();
    List<PooledBuffer> taken = exhaust(plane);
    byte[] length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(100_000).array();
    client.refused(Invoke.of(1, "worker.big", length), Status.REPLY_UNAVAILABLE);
    client.refused(Invoke.of(2, "inline.big", length), Status.REPLY_UNAVAILABLE);
    taken.forEach(PooledBuffer::release);
    byte[] reply = client.answered(Invoke.of(1, "worker.big", length)).payload();
    assertEquals(100_000, reply.length);
    assertArrayEquals(reply, client.answered(Invoke.of(2, "inline.big", length)).payload());
    plane.requireNothingHeld();
  }

  @Test
  void poolForFragmentsStopsReading() {
    limits.poolBytes = 2L * limits.maxMessageBytes;
    DataPlane plane = new DataPlane(limits, tools.routes());
    HandClient client = plane.open();
    HandClient other = plane.open();
    List<PooledBuffer> taken = exhaust(plane);
    byte[] large = Invoke.of(2, "inline.echo", new byte[100_000]).build();
    Messages.fragments(1, large, 60_000).forEach(client::send);
    plane.settle();
    assertEquals(2, client.peer.unreadFrames(), "nothing was taken");
    other.answered(Invoke.of(1, "inline.echo"));
    taken.forEach(PooledBuffer::release);
    plane.settle();
    assertEquals(100_000, client.nextResult(2).payload().length);
    plane.requireNothingHeld();
  }

  @Test
  void poolAtHelloStopsReading() {
    DataPlane plane = new DataPlane(limits, tools.routes());
    HandClient client = plane.connect();
    List<PooledBuffer> taken = exhaust(plane);
    client.send(new Hello().build());
    plane.settle();
    client.requireSilence();
    taken.forEach(PooledBuffer::release);
    plane.settle();
    client.next(ServerMessage.Welcome.class);
  }
}

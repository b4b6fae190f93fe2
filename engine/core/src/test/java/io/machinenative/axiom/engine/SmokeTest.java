package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

class SmokeTest {
  @Test
  void echoes() {
    TestTools tools = new TestTools();
    DataPlane plane = new DataPlane(new TestLimits(), tools.routes());
    HandClient client = plane.open();
    assertArrayEquals(new byte[] {1, 2}, client.answered(Invoke.of(1, "inline.echo", new byte[] {1, 2})).payload());
    assertArrayEquals(new byte[] {1, 2}, client.answered(Invoke.of(2, "worker.echo", new byte[] {1, 2})).payload());
    client.send(Invoke.of(3, "blocking.echo", new byte[3]));
    plane.await(() -> client.peer.waitingFrames() > 0);
    client.nextResult(3);
    plane.requireNothingHeld();
  }
}

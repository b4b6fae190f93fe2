package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.counters.EngineCounter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that may be sent twice and are done once. */
class IdempotencyTest {
  private static final long SECOND = 1_000_000_000L;

  private final TestTools tools = new TestTools();
  private final DataPlane plane = new DataPlane(new TestLimits(), tools.routes());
  private HandClient client;

  @BeforeEach
  void open() {
    client = plane.open();
  }

  @AfterEach
  void nothingIsHeld() {
    plane.settle();
    plane.requireNothingHeld();
  }

  private void pass(long ns) {
    for (long left = ns; left > 0; left -= SECOND / 2) {
      client.send(Messages.heartbeat(1, true));
      plane.advance(Math.min(left, SECOND / 2));
      plane.settle();
    }
    client.all();
  }

  @Test
  void replaysWhatWasDone() {
    assertFalse(client.answered(Invoke.of(1, "worker.count").key(5)).replayed());
    ServerMessage.Result again = client.answered(Invoke.of(2, "worker.count").key(5));
    assertTrue(again.replayed());
    assertEquals(1, again.payload()[0]);
    assertEquals(ContentType.BINARY, again.contentType());
    assertEquals(1, tools.runs.get());
    assertEquals(1, plane.count(EngineCounter.CALLS_REPLAYED));

    HandClient reconnected = plane.open();
    client.peer.vanish();
    assertTrue(reconnected.answered(Invoke.of(1, "worker.count").key(5)).replayed());
    client = reconnected;
  }

  @Test
  void keysOfAnotherClientAreOthers() {
    client.answered(Invoke.of(1, "worker.count").key(5));
    HandClient other = plane.connect();
    Hello hello = new Hello();
    hello.clientName = "somebody else";
    other.hello(hello);
    assertFalse(other.answered(Invoke.of(1, "worker.count").key(5)).replayed());
    assertEquals(2, tools.runs.get());
  }

  @Test
  void saysThatTheFirstIsStillRunning() throws Exception {
    client.send(Invoke.of(1, "worker.defer").key(5));
    plane.step();
    ServerMessage.Error error =
        client.refused(Invoke.of(2, "worker.defer").key(5), Status.IN_PROGRESS);
    assertTrue(error.retryAfterMs() > 0);
    tools.deferred.take().fail(Status.TOOL_ERROR, "no");
    plane.settle();
    client.nextError(1, Status.TOOL_ERROR);
    assertEquals(
        "no", client.refused(Invoke.of(3, "worker.defer").key(5), Status.TOOL_ERROR).message());
  }

  @Test
  void stillRunsWhenItsCallerGaveUp() throws Exception {
    client.send(Invoke.of(1, "worker.defer").key(5));
    plane.step();
    client.send(Messages.cancel(1));
    plane.step();
    client.nextError(1, Status.CANCELLED);
    client.refused(Invoke.of(2, "worker.defer").key(5), Status.IN_PROGRESS);
    tools.deferred.take().complete(ContentType.TEXT, new UnsafeBuffer(new byte[3]), 0, 3);
    plane.settle();
    ServerMessage.Result kept = client.answered(Invoke.of(3, "worker.defer").key(5));
    assertTrue(kept.replayed());
    assertEquals(ContentType.TEXT, kept.contentType());
  }

  @Test
  void refusesAKeyOfAnotherRequest() {
    client.answered(Invoke.of(1, "worker.count", new byte[] {1}).key(5));
    client.refused(
        Invoke.of(2, "worker.count", new byte[] {2}).key(5), Status.IDEMPOTENCY_KEY_REUSED);
    client.refused(
        Invoke.of(3, "inline.count", new byte[] {1}).key(5), Status.IDEMPOTENCY_KEY_REUSED);
    Invoke otherType = Invoke.of(4, "worker.count", new byte[] {1}).key(5);
    otherType.contentType = ContentType.TEXT.value();
    client.refused(otherType, Status.IDEMPOTENCY_KEY_REUSED);
    assertEquals(3, plane.count(EngineCounter.CALLS_WRONG));
    Invoke otherHalf = Invoke.of(5, "worker.count", new byte[] {1}).key(5);
    otherHalf.keyHigh = 1;
    assertFalse(client.answered(otherHalf).replayed());
  }

  @Test
  void keepsNoResultThatIsTooLarge() {
    int most = 64 * 1024;
    client.answered(Invoke.of(1, "worker.big", length(most)).key(1));
    assertEquals(
        most, client.answered(Invoke.of(2, "worker.big", length(most)).key(1)).payload().length);
    client.answered(Invoke.of(3, "worker.big", length(most + 1)).key(2));
    client.refused(Invoke.of(4, "worker.big", length(most + 1)).key(2), Status.RESULT_NOT_KEPT);
  }

  private static byte[] length(int bytes) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes).array();
  }

  @Test
  void respectsTheLimitOfTheSessionThatAsksAgain() {
    client.answered(Invoke.of(1, "worker.big", length(5000)).key(1));
    HandClient small = plane.connect();
    Hello hello = new Hello();
    hello.maxMessageBytes = 4096;
    small.hello(hello);
    small.refused(Invoke.of(1, "worker.big", length(5000)).key(1), Status.RESULT_TOO_LARGE);
  }

  @Test
  void forgetsAfterAMinute() {
    client.answered(Invoke.of(1, "worker.count").key(5));
    pass(59 * SECOND);
    assertTrue(client.answered(Invoke.of(2, "worker.count").key(5)).replayed());
    pass(3 * SECOND);
    assertFalse(client.answered(Invoke.of(3, "worker.count").key(5)).replayed());
  }

  @Test
  void keepsWhatTheToolEndedAndForgetsTheRest() {
    Status[] kept = {Status.TOOL_ERROR, Status.TOOL_FAULT};
    Status[] forgotten = {
      Status.INVALID_ARGUMENT, Status.OVERLOADED, Status.CANCELLED, Status.REPLY_UNAVAILABLE
    };
    long key = 100;
    for (Status status : kept) {
      fails(key, status, 1);
      fails(key++, status, 0);
    }
    for (Status status : forgotten) {
      fails(key, status, 1);
      fails(key++, status, 1);
    }
  }

  private void fails(long key, Status status, int expectedRuns) {
    int[] runs = new int[1];
    tools.script =
        call -> {
          runs[0]++;
          throw new ToolException(status, "as told");
        };
    client.refused(Invoke.of(1, "worker.script").key(key), status);
    assertEquals(expectedRuns, runs[0], status.toString());
  }

  @Test
  void keepsAFault() {
    client.refused(Invoke.of(1, "worker.fault").key(1), Status.TOOL_FAULT);
    client.refused(Invoke.of(2, "worker.fault").key(1), Status.TOOL_FAULT);
    assertEquals(1, plane.count(EngineCounter.TOOL_FAULTS));
  }

  @Test
  void forgetsWhatWasNotStarted() {
    client.send(Invoke.of(1, "worker.count").key(5));
    client.send(Messages.cancel(1));
    plane.settle();
    client.nextError(1, Status.CANCELLED);
    assertFalse(client.answered(Invoke.of(2, "worker.count").key(5)).replayed());

    client.send(Invoke.of(3, "worker.count").key(6).deadlineNs(1));
    plane.stepIngress();
    plane.advance(2_000_000);
    plane.settle();
    client.nextError(3, Status.DEADLINE_EXPIRED);
    assertFalse(client.answered(Invoke.of(4, "worker.count").key(6)).replayed());
  }

  @Test
  void runsAnInlineToolWithAKeyOnAWorker() {
    client.send(Invoke.of(1, "inline.count").key(5));
    plane.stepIngress();
    client.requireSilence();
    plane.settle();
    client.nextResult(1);
    assertTrue(client.answered(Invoke.of(2, "inline.count").key(5)).replayed());
    assertEquals(1, plane.count(EngineCounter.CALLS_WORKER));
    assertEquals(0, plane.count(EngineCounter.CALLS_INLINE));
  }

  @Test
  void replaysToACallThatCameInFragments() {
    byte[] payload = new byte[100_000];
    for (int i = 1; i <= 2; i++) {
      byte[] message = Invoke.of(i, "worker.count", payload).key(9).build();
      Messages.fragments(i, message, 50_000).forEach(client::send);
      plane.settle();
      assertEquals(i == 2, client.nextResult(i).replayed());
    }
  }

  @Test
  void refusesMoreKeysThanItRemembers() {
    for (int key = 1; key <= 10_000; key++) {
      client.answered(Invoke.of(key, "worker.count").key(key));
    }
    client.refused(Invoke.of(1, "worker.count").key(10_001), Status.OVERLOADED);
    assertTrue(client.answered(Invoke.of(2, "worker.count").key(10_000)).replayed());
    client.answered(Invoke.of(3, "worker.count"));
    pass(62 * SECOND);
    client.answered(Invoke.of(4, "worker.count").key(10_001));
    assertEquals(1, plane.count(EngineCounter.CALLS_OVERLOADED));
  }
}

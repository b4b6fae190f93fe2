package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Completion;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.counters.EngineCounter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that are answered later, by anybody, once. */
class DeferralTest {
  private static final UnsafeBuffer EMPTY = new UnsafeBuffer();

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

  private Completion deferred(long id, byte[] payload) throws InterruptedException {
    client.send(Invoke.of(id, "worker.defer", payload));
    plane.step();
    return tools.deferred.take();
  }

  @Test
  void isAnsweredFromAnotherThread() throws Exception {
    byte[] payload = new byte[3000];
    payload[2999] = 9;
    Completion completion = deferred(1, payload);
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              RawInvocation call = completion.invocation();
              call.progress(1, 2, "half");
              completion.complete(
                  ContentType.TEXT, call.payload(), call.payloadOffset(), call.payloadLength());
            });
    thread.join();
    plane.settle();
    client.next(ServerMessage.Progress.class);
    ServerMessage.Result result = client.nextResult(1);
    assertEquals(ContentType.TEXT, result.contentType());
    assertArrayEquals(payload, result.payload());
  }

  @Test
  void countsOnlyTheFirstUse() throws Exception {
    Completion completion = deferred(1, new byte[0]);
    assertTrue(completion.complete(ContentType.BINARY, EMPTY, 0, 0));
    assertFalse(completion.complete(ContentType.BINARY, EMPTY, 0, 0));
    assertFalse(completion.fail(Status.TOOL_ERROR, "no"));
    assertThrows(IllegalStateException.class, completion::invocation);
    plane.settle();
    client.nextResult(1);
    assertFalse(completion.fail(Status.TOOL_ERROR, "no"));
    plane.settle();
    client.requireSilence();
  }

  @Test
  void refusesWhatIsNoAnswerAndCanStillBeUsed() throws Exception {
    Completion completion = deferred(1, new byte[0]);
    UnsafeBuffer ten = new UnsafeBuffer(new byte[10]);
    assertThrows(
        IndexOutOfBoundsException.class, () -> completion.complete(ContentType.BINARY, ten, 5, 6));
    assertThrows(
        IndexOutOfBoundsException.class, () -> completion.complete(ContentType.BINARY, ten, 0, -1));
    assertThrows(IllegalArgumentException.class, () -> completion.complete(null, ten, 0, 1));
    assertThrows(
        IllegalArgumentException.class, () -> completion.complete(ContentType.NULL_VAL, ten, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> completion.fail(null, ""));
    assertThrows(IllegalArgumentException.class, () -> completion.fail(Status.OK, ""));
    assertThrows(IllegalArgumentException.class, () -> completion.fail(Status.NULL_VAL, ""));
    plane.settle();
    client.requireSilence();
    assertTrue(completion.fail(Status.TOOL_ERROR, null));
    plane.settle();
    assertEquals("", client.nextError(1, Status.TOOL_ERROR).message());
  }

  @Test
  void refusesAReplyAboveTheLimit() throws Exception {
    Completion completion = deferred(1, new byte[0]);
    assertTrue(
        completion.complete(ContentType.BINARY, new UnsafeBuffer(new byte[300_000]), 0, 300_000));
    plane.settle();
    client.nextError(1, Status.RESULT_TOO_LARGE);
  }

  @Test
  void afterItsSessionEnded() throws Exception {
    Completion completion = deferred(1, new byte[5000]);
    client.peer.vanish();
    plane.settle();
    assertTrue(completion.invocation().isCancelled());
    assertEquals("test-client", completion.invocation().clientName());
    assertTrue(completion.complete(ContentType.BINARY, new UnsafeBuffer(new byte[5000]), 0, 5000));
    plane.settle();
    assertEquals(1, plane.count(EngineCounter.OUTCOMES_TOO_LATE));
    client = plane.open();
  }

  @Test
  void handlerDefersAndThrows() {
    tools.script =
        call -> {
          call.defer();
          throw new IllegalStateException("after the deferral");
        };
    client.refused(Invoke.of(1, "worker.script"), Status.TOOL_FAULT);
    assertEquals(1, plane.count(EngineCounter.TOOL_FAULTS));
  }

  @Test
  void handlerDefersAnswersAndThrows() {
    tools.script =
        call -> {
          call.defer().complete(ContentType.BINARY, EMPTY, 0, 0);
          throw new IllegalStateException("after the answer");
        };
    client.answered(Invoke.of(1, "worker.script"));
  }

  @Test
  void handlerDefersTwice() {
    tools.script =
        call -> {
          call.defer();
          call.defer();
        };
    client.refused(Invoke.of(1, "worker.script"), Status.TOOL_FAULT);
  }

  @Test
  void handlerClaimsALargeReplyAndDefers() {
    tools.script =
        call -> {
          call.reply(ContentType.BINARY, 50_000);
          call.defer().complete(ContentType.BINARY, new UnsafeBuffer(new byte[9000]), 0, 9000);
        };
    assertEquals(9000, client.answered(Invoke.of(1, "worker.script")).payload().length);
  }

  @Test
  void anInlineToolCannotDefer() {
    tools.script = call -> call.defer();
    client.refused(Invoke.of(1, "inline.script"), Status.TOOL_FAULT);
  }

  /** The handler is still inside when its call is answered and the slot serves the next one. */
  @Test
  void handlerReturnsAfterItsSlotServesAnother() throws Exception {
    AtomicReference<Completion> taken = new AtomicReference<>();
    CountDownLatch mayReturn = new CountDownLatch(1);
    CountDownLatch returned = new CountDownLatch(1);
    tools.script =
        call -> {
          taken.set(call.defer());
          mayReturn.await();
          returned.countDown();
          throw new IllegalStateException("too late to matter");
        };
    client.send(Invoke.of(1, "blocking.script"));
    plane.await(() -> taken.get() != null);
    assertTrue(taken.get().complete(ContentType.BINARY, EMPTY, 0, 0));
    plane.settle();
    client.nextResult(1);

    client.send(Invoke.of(2, "blocking.gate", new byte[] {4})); // takes the slot of the first
    plane.stepIngress();
    tools.begun.acquire();
    mayReturn.countDown();
    returned.await();
    plane.await(() -> plane.count(EngineCounter.TOOL_FAULTS) == 1);
    client.requireSilence();
    client.send(Messages.cancel(2));
    plane.stepIngress();
    client.nextError(2, Status.CANCELLED);
    plane.await(() -> tools.interrupts.get() == 1);
    plane.await(() -> plane.slots.inUse() == 0);
    client.requireSilence();
  }
}

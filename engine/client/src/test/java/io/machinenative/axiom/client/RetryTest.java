package io.machinenative.axiom.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.DescribeToolDecoder;
import io.machinenative.axiom.codec.InvokeDecoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.StatusFamily;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryTest {
  private static final CallOptions PLAIN = new CallOptions();

  private static CallOptions keyed() {
    return new CallOptions().idempotencyKey(7, 8);
  }

  /**
   * What a status allows; written down again, so that a family that changes its mind is noticed.
   */
  private static boolean isRetried(Status status, boolean harmless) {
    int thousands = status.value() / 1000;
    return thousands == 2 || (thousands == 3 && harmless);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"OK", "SBE_UNKNOWN", "NULL_VAL"})
  void triesAgainWhatCarriesAKeyAsItsFamilySays(Status status) {
    try (AgentRig rig = new AgentRig().welcome()) {
      CompletableFuture<Reply> reply = rig.call(keyed());
      rig.step();
      InvokeDecoder first = ClientFrames.invoke(rig.sent());
      rig.receive(ServerFrames.error(first.correlationId(), status, 0, "no"));
      assertEquals(!isRetried(status, true), reply.isDone(), "ended at once");
      rig.advanceMs(10);
      if (isRetried(status, true)) {
        InvokeDecoder second = ClientFrames.invoke(rig.sent());
        assertEquals(7, second.idempotencyKeyHigh());
        assertEquals(8, second.idempotencyKeyLow());
        assertTrue(second.correlationId() > first.correlationId());
        rig.receive(ServerFrames.result(second.correlationId(), "done"));
        assertEquals("done", reply.join().text());
      } else {
        assertTrue(rig.sentNothing());
        assertEquals(status, AgentRig.statusOf(reply));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"OK", "SBE_UNKNOWN", "NULL_VAL"})
  void asksWhetherAToolIsIdempotentOnlyWhenThatDecides(Status status) {
    for (boolean idempotent : new boolean[] {false, true}) {
      try (AgentRig rig = new AgentRig().welcome()) {
        CompletableFuture<Reply> reply = rig.call(PLAIN);
        rig.step();
        rig.receive(ServerFrames.error(rig.invoked(), status, 0, "no"));
        rig.advanceMs(10);
        if (StatusFamily.of(status) == StatusFamily.UNCERTAIN) {
          DescribeToolDecoder question = ClientFrames.describeTool(rig.sent());
          rig.receive(
              ServerFrames.description(question.correlationId(), AgentRig.TOOL, idempotent));
          rig.step();
        }
        if (isRetried(status, idempotent)) {
          rig.receive(ServerFrames.result(rig.invoked(), "done"));
          assertEquals("done", reply.join().text());
        } else {
          assertTrue(rig.sentNothing());
          assertEquals(status, AgentRig.statusOf(reply));
        }
      }
    }
  }

  @Test
  void remembersWhetherAToolIsIdempotent() {
    try (AgentRig rig = new AgentRig().welcome()) {
      for (int i = 0; i < 2; i++) {
        CompletableFuture<Reply> reply = rig.call(PLAIN);
        rig.step();
        rig.receive(ServerFrames.error(rig.invoked(), Status.REPLY_UNAVAILABLE, 0, ""));
        rig.advanceMs(10);
        if (i == 0) {
          long question = ClientFrames.describeTool(rig.sent()).correlationId();
          rig.receive(ServerFrames.description(question, AgentRig.TOOL, true));
          rig.step();
        }
        rig.receive(ServerFrames.result(rig.invoked(), "done"));
        assertTrue(reply.isDone());
      }
    }
  }

  @Test
  void forgetsItWhenTheCatalogueChanges() {
    try (AgentRig rig = new AgentRig().welcome()) {
      for (int i = 0; i < 2; i++) {
        CompletableFuture<Reply> reply = rig.call(PLAIN);
        rig.step();
        rig.receive(ServerFrames.error(rig.invoked(), Status.REPLY_UNAVAILABLE, 0, ""));
        rig.advanceMs(10);
        long question = ClientFrames.describeTool(rig.sent()).correlationId();
        rig.receive(ServerFrames.description(question, 0, 20 + i, AgentRig.TOOL, i == 0));
        rig.step();
        if (i == 0) {
          rig.receive(ServerFrames.result(rig.invoked(), "done"));
          // Another answer brings word of a new epoch.
          CompletableFuture<ToolPage> page = rig.begin(new ListRequest("", ""), PLAIN);
          rig.step();
          long list = ClientFrames.listTools(rig.sent()).correlationId();
          rig.receive(ServerFrames.toolList(list, 30, false));
          assertTrue(page.isDone());
        }
        assertTrue(reply.isDone());
      }
    }
  }

  @Test
  void keepsTheCallsOwnFailureWhenTheQuestionFails() {
    try (AgentRig rig = new AgentRig().welcome()) {
      CompletableFuture<Reply> reply = rig.call(PLAIN);
      rig.step();
      rig.receive(ServerFrames.error(rig.invoked(), Status.REPLY_UNAVAILABLE, 0, "own"));
      rig.advanceMs(10);
      long question = ClientFrames.describeTool(rig.sent()).correlationId();
      rig.receive(ServerFrames.error(question, Status.UNKNOWN_TOOL, 0, "gone"));
      assertEquals(Status.REPLY_UNAVAILABLE, AgentRig.statusOf(reply));
    }
  }

  @Test
  void asksAgainWhenTheServerWasBusy() {
    try (AgentRig rig = new AgentRig().welcome()) {
      CompletableFuture<Reply> reply = rig.call(PLAIN);
      rig.step();
      rig.receive(ServerFrames.error(rig.invoked(), Status.REPLY_UNAVAILABLE, 0, "own"));
      for (int i = 0; i < 4; i++) {
        assertFalse(reply.isDone());
        rig.advanceMs(1000);
        long question = ClientFrames.describeTool(rig.sent()).correlationId();
        rig.receive(ServerFrames.error(question, Status.OVERLOADED, 0, "busy"));
        rig.link.outbound.clear();
      }
      assertEquals(Status.REPLY_UNAVAILABLE, AgentRig.statusOf(reply));
    }
  }

  @Test
  void boundsAttemptsAndDoublesTheWait() {
    try (AgentRig rig = new AgentRig().welcome()) {
      CompletableFuture<Reply> reply = rig.call(PLAIN);
      rig.step();
      for (long waitMs : new long[] {10, 20, 40}) {
        rig.receive(ServerFrames.error(rig.invoked(), Status.OVERLOADED, 0, "full"));
        rig.advanceMs(waitMs - 1);
        assertTrue(rig.sentNothing(), "before " + waitMs);
        rig.advanceMs(1);
        assertFalse(rig.sentNothing(), "after " + waitMs);
      }
      rig.receive(ServerFrames.error(rig.invoked(), Status.OVERLOADED, 0, "full"));
      assertEquals(Status.OVERLOADED, AgentRig.statusOf(reply));
      assertEquals(3, rig.count(ClientCounters.Kind.RETRY));
    }
  }

  @Test
  void waitsAsLongAsTheServerSays() {
    try (AgentRig rig = new AgentRig().welcome()) {
      rig.call(PLAIN);
      rig.step();
      rig.receive(ServerFrames.error(rig.invoked(), Status.OVERLOADED, 77, "full"));
      rig.advanceMs(76);
      assertTrue(rig.sentNothing());
      rig.advanceMs(1);
      assertFalse(rig.sentNothing());
    }
  }

  @Test
  void neverTriesPastTheDeadline() {
    for (long deadlineMs : new long[] {10, 11}) {
      try (AgentRig rig = new AgentRig().welcome()) {
        CompletableFuture<Reply> reply =
            rig.call(new CallOptions().deadlineNs(TimeUnit.MILLISECONDS.toNanos(deadlineMs)));
        rig.step();
        rig.receive(ServerFrames.error(rig.invoked(), Status.OVERLOADED, 0, "full"));
        assertEquals(deadlineMs == 10, reply.isDone(), "the next attempt is after 10 ms");
        if (deadlineMs == 11) {
          rig.advanceMs(10);
          assertEquals(
              TimeUnit.MILLISECONDS.toNanos(1),
              ClientFrames.invoke(rig.sent()).relativeDeadlineNs(),
              "what is left");
        }
      }
    }
  }

  @Test
  void endsWhatWaitsForCreditAtItsDeadline() {
    try (AgentRig rig = new AgentRig().welcome()) {
      for (int i = 0; i < ServerFrames.CREDIT_WINDOW; i++) {
        rig.call(PLAIN);
      }
      CompletableFuture<Reply> reply =
          rig.call(new CallOptions().deadlineNs(TimeUnit.MILLISECONDS.toNanos(50)));
      CompletableFuture<Reply> patient = rig.call(PLAIN);
      rig.step();
      rig.advanceMs(49);
      assertFalse(reply.isDone());
      rig.advanceMs(1);
      assertEquals(Status.DEADLINE_EXPIRED, AgentRig.statusOf(reply));
      rig.link.outbound.clear();
      rig.receive(ServerFrames.result(1, "room"));
      rig.step();
      assertFalse(rig.sentNothing(), "the next one goes as soon as there is credit");
      assertFalse(patient.isDone());
    }
  }

  @Test
  void refusesMoreThanMayWait() {
    try (AgentRig rig = new AgentRig().welcome()) {
      rig.link.capacityFrames = 0;
      for (int i = 0; i < 16; i++) {
        assertFalse(rig.call(PLAIN).isDone());
      }
      rig.step();
      for (int i = 0; i < 16; i++) {
        assertFalse(rig.call(PLAIN).isDone());
      }
      rig.step();
      assertEquals(Status.OVERLOADED, AgentRig.statusOf(rig.call(PLAIN)));
    }
  }

  @Test
  void refusesWhatIsTooLong() {
    try (AgentRig rig = new AgentRig().welcome()) {
      byte[] payload = new byte[ServerFrames.MAX_MESSAGE_BYTES];
      CompletableFuture<Reply> reply =
          rig.begin(
              new InvokeRequest(
                  1,
                  io.machinenative.axiom.codec.ContentType.BINARY,
                  new org.agrona.concurrent.UnsafeBuffer(payload),
                  0,
                  payload.length,
                  null),
              PLAIN);
      rig.step();
      assertEquals(Status.MESSAGE_TOO_LARGE, AgentRig.statusOf(reply));
    }
  }

  @Test
  void cancelsWhereverACallIs() {
    try (AgentRig rig = new AgentRig().welcome()) {
      CompletableFuture<Reply> flying = new CompletableFuture<>();
      PendingCall<Reply> inFlight = pending(rig, flying);
      rig.agent.submit(inFlight);
      rig.step();
      long id = rig.invoked();
      rig.agent.cancel(inFlight);
      rig.step();
      assertEquals(id, ClientFrames.cancelled(rig.sent()));
      assertEquals(Status.CANCELLED, AgentRig.statusOf(flying));
      rig.receive(ServerFrames.result(id, "too late"));

      CompletableFuture<Reply> queued = new CompletableFuture<>();
      PendingCall<Reply> waiting = pending(rig, queued);
      rig.agent.submit(waiting);
      rig.agent.cancel(waiting);
      rig.step();
      rig.step();
      assertEquals(Status.CANCELLED, AgentRig.statusOf(queued));
      assertTrue(rig.sentNothing());
    }
  }

  private static PendingCall<Reply> pending(AgentRig rig, CompletableFuture<Reply> future) {
    return new PendingCall<>(
        new InvokeRequest(
            1,
            io.machinenative.axiom.codec.ContentType.BINARY,
            new org.agrona.concurrent.UnsafeBuffer(new byte[0]),
            0,
            0,
            null),
        PLAIN,
        future,
        rig.clock.nanoTime());
  }

  @Test
  void aListenerThatThrowsEndsItsOwnCallAlone() {
    try (AgentRig rig = new AgentRig().welcome()) {
      CompletableFuture<Reply> reply =
          rig.begin(
              new InvokeRequest(
                  1,
                  io.machinenative.axiom.codec.ContentType.BINARY,
                  new org.agrona.concurrent.UnsafeBuffer(new byte[0]),
                  0,
                  0,
                  (done, total, message) -> {
                    throw new IllegalStateException("of the listener");
                  }),
              PLAIN);
      CompletableFuture<Reply> other = rig.call(PLAIN);
      rig.step();
      long id = rig.invoked();
      long otherId = rig.invoked();
      rig.receive(ServerFrames.progress(id, 1, 2, "half"));
      assertEquals(Status.CANCELLED, AgentRig.statusOf(reply));
      assertTrue(reply.exceptionNow().getCause() instanceof IllegalStateException);
      assertEquals(id, ClientFrames.cancelled(rig.sent()));
      rig.receive(ServerFrames.result(otherId, "fine"));
      assertEquals("fine", other.join().text());
    }
  }

  @Test
  void spreadsWaitsByItsJitter() {
    RetryPolicy policy = new RetryPolicy(9, 1000, 100_000, 0.5);
    java.util.SplittableRandom random = new java.util.SplittableRandom(3);
    for (int attempts = 1; attempts < 70; attempts++) {
      long longest = Math.min(100_000, 1000L << Math.min(attempts - 1, 10));
      for (int i = 0; i < 100; i++) {
        long delayNs = policy.delayNs(attempts, 0, random);
        assertTrue(delayNs > longest / 2 - 1 && delayNs <= longest, "delay " + delayNs);
        long hinted = policy.delayNs(attempts, 5, random);
        assertTrue(hinted >= 5_000_000 && hinted < 5_000_500, "hinted " + hinted);
      }
    }
  }
}

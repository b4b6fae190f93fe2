package io.machinenative.axiom.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.DescribeToolDecoder;
import io.machinenative.axiom.codec.GoodbyeDecoder;
import io.machinenative.axiom.codec.Status;
import java.util.concurrent.CompletableFuture;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReconnectTest {
  private static final CallOptions PLAIN = new CallOptions();

  private static void lose(AgentRig rig) {
    rig.link.breakOff("reset by peer");
    rig.step();
  }

  @Test
  void opensANewSessionAfterAGrowingWait() {
    try (AgentRig rig = new AgentRig().welcome()) {
      assertTrue(rig.agent.connection().granted() != null);
      lose(rig);
      assertEquals(null, rig.agent.connection().granted());
      int opened = 1;
      for (long waitMs : new long[] {100, 200, 350, 350}) {
        rig.advanceMs(waitMs - 1);
        assertEquals(opened, rig.opened.size());
        rig.advanceMs(1);
        assertEquals(++opened, rig.opened.size());
        rig.link.breakOff("connection refused");
        rig.step();
      }
      rig.advanceMs(350);
      rig.welcome(2);
      assertEquals(2, rig.agent.connection().granted().sessionId());
      lose(rig);
      rig.advanceMs(100);
      assertEquals(opened + 2, rig.opened.size(), "a session that was open resets the wait");
    }
  }

  @Test
  void aCarrierThatThrowsIsTriedAgain() {
    try (AgentRig rig = new AgentRig().welcome()) {
      rig.links.addLast(new ScriptedLink());
      lose(rig);
      rig.links.clear();
      rig.advanceMs(100);
      rig.welcome(2);
      assertTrue(rig.agent.connection().isOpen());
    }
  }

  @Test
  void callsMeanwhileFailAsNotConnectedAndAreTriedAgain() {
    try (AgentRig rig = new AgentRig().welcome()) {
      lose(rig);
      CompletableFuture<Reply> reply = rig.call(PLAIN);
      rig.advanceMs(100);
      rig.advanceMs(10);
      assertFalse(reply.isDone());
      rig.welcome(2);
      rig.advanceMs(40);
      rig.receive(ServerFrames.result(rig.invoked(), "done"));
      assertEquals("done", reply.join().text());
    }
  }

  @Test
  void callsMeanwhileFailAtOnceWithoutRetries() {
    try (AgentRig rig = new AgentRig(c -> AgentRig.with(c, RetryPolicy.none())).welcome()) {
      lose(rig);
      CompletableFuture<Reply> reply = rig.call(PLAIN);
      rig.step();
      assertEquals(Status.NOT_CONNECTED, AgentRig.statusOf(reply));
      assertTrue(reply.exceptionNow().getMessage().contains("reset by peer"));
    }
  }

  @Test
  void nothingIsSentAgainUnlessItIsSafe() {
    try (AgentRig rig = new AgentRig().welcome()) {
      CompletableFuture<Reply> plain = rig.call(PLAIN);
      CompletableFuture<Reply> keyed = rig.call(new CallOptions().idempotencyKey(1, 2));
      rig.step();
      lose(rig);
      assertFalse(plain.isDone(), "whether the tool is idempotent is to be asked");
      assertFalse(keyed.isDone());
      rig.advanceMs(9);
      rig.clock.advance(91_000_000);
      rig.welcome(2);
      rig.advanceMs(80);
      boolean asked = false;
      boolean sentKeyed = false;
      while (!rig.sentNothing()) {
        byte[] frame = rig.sent();
        if (ClientFrames.templateId(frame) == DescribeToolDecoder.TEMPLATE_ID) {
          asked = true;
          rig.link.deliver(
              ServerFrames.description(
                  ClientFrames.describeTool(frame).correlationId(), AgentRig.TOOL, false));
        } else {
          sentKeyed = true;
          assertEquals(2, ClientFrames.invoke(frame).idempotencyKeyLow());
          rig.link.deliver(
              ServerFrames.result(ClientFrames.invoke(frame).correlationId(), "replayed"));
        }
      }
      rig.step();
      assertTrue(asked && sentKeyed);
      assertEquals("replayed", keyed.join().text());
      assertEquals(Status.CONNECTION_LOST, AgentRig.statusOf(plain));
      assertTrue(rig.sentNothing());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"VERSION_UNSUPPORTED", "UNAUTHENTICATED"})
  void doesNotAskAServerAgainThatDoesNotWantIt(Status status) {
    try (AgentRig rig = new AgentRig().welcome()) {
      lose(rig);
      rig.advanceMs(100);
      rig.step();
      rig.receive(ServerFrames.reject(status, "go away"));
      int opened = rig.opened.size();
      for (int i = 0; i < 100; i++) {
        rig.advanceMs(100);
      }
      assertEquals(opened, rig.opened.size());
      CompletableFuture<Reply> reply = rig.call(PLAIN);
      for (int i = 0; i < 100; i++) {
        rig.advanceMs(10);
      }
      assertEquals(Status.NOT_CONNECTED, AgentRig.statusOf(reply));
      assertTrue(reply.exceptionNow().getMessage().contains("go away"));
    }
  }

  @Test
  void theFirstConnectionIsTriedOnce() {
    try (AgentRig rig = new AgentRig()) {
      rig.step();
      rig.link.breakOff("connection refused");
      rig.step();
      CallException why = (CallException) rig.agent.opened().exceptionNow();
      assertEquals(Status.NOT_CONNECTED, why.status());
      assertTrue(why.getMessage().contains("connection refused"));
      rig.advanceMs(10_000);
      assertEquals(1, rig.opened.size());
    }
  }

  @Test
  void theFirstRefusalIsPassedOn() {
    try (AgentRig rig = new AgentRig()) {
      rig.step();
      rig.step();
      rig.receive(ServerFrames.reject(Status.UNAUTHENTICATED, "wrong token"));
      assertEquals(Status.UNAUTHENTICATED, AgentRig.statusOf(rig.agent.opened()));
    }
  }

  @Test
  void correlationIdsStayUniqueOverSessions() {
    try (AgentRig rig = new AgentRig().welcome()) {
      rig.call(PLAIN);
      rig.call(PLAIN);
      rig.step();
      rig.invoked();
      long last = rig.invoked();
      lose(rig);
      rig.advanceMs(100);
      rig.welcome(2);
      rig.call(new CallOptions());
      rig.link.outbound.clear();
      rig.step();
      assertTrue(rig.agent.connection().session().lastCorrelationId() > last);
      rig.receive(ServerFrames.result(last, "of the session before"));
      assertEquals(1, rig.count(ClientCounters.Kind.UNKNOWN_CORRELATION));
    }
  }

  @Test
  void closesInOrder() {
    AgentRig rig = new AgentRig().welcome();
    CompletableFuture<Reply> inFlight = rig.call(PLAIN);
    rig.step();
    long id = rig.invoked();
    CompletableFuture<Reply> waiting = rig.call(PLAIN);
    rig.agent.close(AgentRig.DRAIN_NS);
    rig.step();
    rig.step();
    CompletableFuture<Reply> late = rig.call(PLAIN);
    assertEquals(Status.NOT_CONNECTED, AgentRig.statusOf(late));
    boolean sentBeforeGoodbye = !waiting.isDone();
    rig.link.deliver(ServerFrames.result(id, "done"));
    rig.step();
    assertEquals("done", inFlight.join().text());
    byte[] last = null;
    while (!rig.sentNothing()) {
      last = rig.sent();
    }
    assertEquals(GoodbyeDecoder.TEMPLATE_ID, ClientFrames.templateId(last));
    rig.link.deliver(ServerFrames.goodbye(Status.SHUTDOWN, 0, ""));
    rig.stepUntilTerminated(3);
    assertTrue(rig.linksClosed.get());
    assertEquals(
        sentBeforeGoodbye ? Status.CONNECTION_LOST : Status.NOT_CONNECTED,
        AgentRig.statusOf(waiting));
    assertEquals(Status.NOT_CONNECTED, AgentRig.statusOf(rig.call(PLAIN)));
  }

  @Test
  void closesInTimeWhenTheServerSaysNothing() {
    AgentRig rig = new AgentRig().welcome();
    CompletableFuture<Reply> inFlight = rig.call(PLAIN);
    rig.step();
    rig.agent.close(AgentRig.DRAIN_NS);
    int steps = rig.stepUntilTerminated(100);
    assertTrue(steps >= 10 && steps <= 12, "after about 100 ms: " + steps + " steps of 10 ms");
    assertEquals(Status.CONNECTION_LOST, AgentRig.statusOf(inFlight));
  }

  @Test
  void closesWithoutASession() {
    AgentRig rig = new AgentRig().welcome();
    lose(rig);
    CompletableFuture<Reply> waiting = rig.call(PLAIN);
    rig.step();
    rig.agent.close(AgentRig.DRAIN_NS);
    rig.stepUntilTerminated(3);
    assertEquals(Status.NOT_CONNECTED, AgentRig.statusOf(waiting));
  }

  @Test
  void aHandlerThatThrowsWhileTheSessionEndsKeepsNobodyFromTheirEnd() {
    try (AgentRig rig = new AgentRig().welcome()) {
      rig.agent
          .connection()
          .session()
          .send(
              1, ContentType.BINARY, new UnsafeBuffer(new byte[0]), 0, 0, PLAIN, new Thrower(), 0);
      CompletableFuture<Reply> reply = rig.call(PLAIN);
      rig.step();
      rig.link.breakOff("gone");
      assertThrows(IllegalStateException.class, rig::step);
      rig.step();
      assertFalse(reply.isDone(), "it is to be tried again");
      rig.advanceMs(100);
      assertEquals(2, rig.opened.size());
    }
  }

  /** A handler with a bug. */
  private static final class Thrower implements ReplyHandler {
    @Override
    public void onResult(long token, ContentType type, DirectBuffer b, int offset, int length) {}

    @Override
    public void onError(
        long token, int status, int retryAfterMs, DirectBuffer m, int offset, int length) {
      throw new IllegalStateException("of the handler");
    }
  }

  @Test
  void anExceptionThatNoCallTookEndsTheSession() {
    try (AgentRig rig = new AgentRig().welcome()) {
      CompletableFuture<Reply> inFlight = rig.call(new CallOptions().idempotencyKey(1, 1));
      rig.step();
      rig.agent.onException(new IllegalStateException("a bug"));
      assertTrue(rig.link.closedByOwner);
      rig.step();
      rig.advanceMs(100);
      rig.welcome(2);
      rig.advanceMs(40);
      rig.receive(ServerFrames.result(rig.invoked(), "done"));
      assertEquals("done", inFlight.join().text());
    }
  }
}

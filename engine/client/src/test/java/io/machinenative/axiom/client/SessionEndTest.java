package io.machinenative.axiom.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.GoodbyeDecoder;
import io.machinenative.axiom.codec.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SessionEndTest {
  private static final long DRAIN_NS = TimeUnit.MILLISECONDS.toNanos(100);

  @Test
  void endsEveryCallOnceInOrderWhenTheLinkIsLost() {
    try (SessionRig rig = SessionRig.open()) {
      for (int i = 1; i <= 6; i++) {
        rig.call("x", i);
      }
      rig.link.deliver(ServerFrames.result(2, "two"));
      rig.link.deliver(ServerFrames.result(5, "five"));
      rig.step();
      rig.call("x", 7);
      rig.call("x", 8);
      rig.call("x", 9);
      rig.replies.take();
      rig.link.deliver(ServerFrames.result(3, "at last"));
      rig.link.breakOff("reset by peer");
      rig.step();
      assertEquals(
          List.of(
              "3 JSON at last",
              "1 CONNECTION_LOST/0",
              "4 CONNECTION_LOST/0",
              "6 CONNECTION_LOST/0",
              "7 CONNECTION_LOST/0",
              "8 CONNECTION_LOST/0",
              "9 CONNECTION_LOST/0"),
          rig.replies.take());
      assertEquals(Status.CONNECTION_LOST, rig.session.closeStatus());
      assertEquals("reset by peer", rig.session.closeReason());
      assertEquals(6, rig.count(ClientCounters.Kind.LOST_CALL));
      rig.step();
      rig.session.close();
      assertEquals(List.of(), rig.replies.take());
    }
  }

  @Test
  void callsThatAreMadeWhileTheSessionEndsAreRefused() {
    try (SessionRig rig = SessionRig.open()) {
      List<Long> outcomes = new ArrayList<>();
      UnsafeBuffer empty = new UnsafeBuffer(new byte[0]);
      rig.session.send(
          1,
          ContentType.BINARY,
          empty,
          0,
          0,
          new CallOptions(),
          new OnError(() -> outcomes.add(rig.call("again", 1))),
          0);
      rig.session.close();
      assertEquals(List.of((long) ClientSession.CLOSED), outcomes);
    }
  }

  @Test
  void aHandlerThatThrowsDoesNotKeepOthersFromTheirEnd() {
    try (SessionRig rig = SessionRig.open()) {
      UnsafeBuffer empty = new UnsafeBuffer(new byte[0]);
      ReplyHandler thrower =
          new OnError(() -> {
            throw new IllegalStateException("of the handler");
          });
      rig.session.send(1, ContentType.BINARY, empty, 0, 0, new CallOptions(), thrower, 0);
      rig.call("x", 2);
      rig.link.breakOff("gone");
      assertThrows(IllegalStateException.class, rig::step);
      rig.step();
      assertEquals(List.of("2 CONNECTION_LOST/0"), rig.replies.take());
    }
  }

  @Test
  void aLinkThatThrowsWhenItIsClosedDoesNotKeepCallsFromTheirEnd() {
    try (SessionRig rig = SessionRig.open()) {
      rig.call("x", 1);
      rig.call("x", 2);
      rig.link.thrownByClose = new IllegalStateException("of the link");
      rig.link.breakOff("gone");
      assertThrows(IllegalStateException.class, rig::step);
      assertEquals(List.of("1 CONNECTION_LOST/0", "2 CONNECTION_LOST/0"), rig.replies.take());
      assertEquals(ClientSession.State.CLOSED, rig.session.state());
      assertEquals("gone", rig.session.closeReason());
      rig.step();
      assertEquals(List.of(), rig.replies.take());
    }
  }

  @Test
  void saysGoodbyeAndAwaitsCallsInFlight() {
    try (SessionRig rig = SessionRig.open()) {
      long id = rig.call("x", 1);
      rig.allSent();
      rig.session.goodbye(DRAIN_NS);
      assertEquals(ClientSession.CLOSED, rig.call("y", 2));
      rig.step();
      GoodbyeDecoder goodbye = ClientFrames.goodbye(rig.sent());
      assertEquals(Status.SHUTDOWN, goodbye.status());
      assertEquals(100, goodbye.drainMs());
      rig.advanceNs(DRAIN_NS - 1);
      rig.receive(ServerFrames.result(id, "done"));
      assertEquals(List.of("1 JSON done"), rig.replies.take());
      assertEquals(ClientSession.State.DRAINING, rig.session.state());
      rig.receive(ServerFrames.goodbye(Status.SHUTDOWN, 0, "all calls are answered"));
      assertEquals(ClientSession.State.CLOSED, rig.session.state());
      assertEquals(Status.SHUTDOWN, rig.session.closeStatus());
      assertTrue(rig.sentNothing());
    }
  }

  @Test
  void endsCallsThatAreNotAnsweredWhileItDrains() {
    try (SessionRig rig = SessionRig.open()) {
      rig.call("x", 1);
      rig.session.goodbye(DRAIN_NS);
      rig.advanceNs(DRAIN_NS - 1);
      assertEquals(ClientSession.State.DRAINING, rig.session.state());
      rig.advanceNs(1);
      assertEquals(ClientSession.State.CLOSED, rig.session.state());
      assertEquals(List.of("1 CONNECTION_LOST/0"), rig.replies.take());
    }
  }

  @Test
  void answersTheServersGoodbyeOnceNothingIsInFlight() {
    try (SessionRig rig = SessionRig.open()) {
      long id = rig.call("x", 1);
      rig.allSent();
      rig.receive(ServerFrames.goodbye(Status.DRAINING, 500, "the server stops"));
      assertEquals(ClientSession.State.DRAINING, rig.session.state());
      assertEquals(ClientSession.CLOSED, rig.call("y", 2));
      rig.advanceMs(400);
      assertTrue(rig.sentNothing());
      rig.receive(ServerFrames.result(id, "done"));
      assertEquals(GoodbyeDecoder.TEMPLATE_ID, ClientFrames.templateId(rig.sent()));
      assertEquals(ClientSession.State.CLOSED, rig.session.state());
      assertTrue(rig.session.closeReason().contains("the server stops"));
      assertEquals(List.of("1 JSON done"), rig.replies.take());
    }
  }

  @Test
  void takesTheServersLastWordAtOnce() {
    for (Status status :
        List.of(Status.HEARTBEAT_TIMEOUT, Status.SLOW_CONSUMER, Status.PROTOCOL_ERROR)) {
      try (SessionRig rig = SessionRig.open()) {
        rig.call("x", 1);
        rig.receive(ServerFrames.goodbye(status, 0, "that is enough"));
        assertEquals(status, rig.session.closeStatus());
        assertEquals(List.of("1 CONNECTION_LOST/0"), rig.replies.take());
      }
    }
  }

  @Test
  void saysWhyWhenItIsTheOneThatEnds() {
    try (SessionRig rig = SessionRig.open()) {
      rig.receive(new byte[3]);
      assertEquals(Status.PROTOCOL_ERROR, lastWord(rig));
    }
    try (SessionRig rig = SessionRig.open()) {
      rig.advanceMs(3L * ServerFrames.HEARTBEAT_MS);
      assertEquals(Status.HEARTBEAT_TIMEOUT, lastWord(rig));
    }
    try (SessionRig rig = SessionRig.open()) {
      rig.session.close();
      assertEquals(Status.SHUTDOWN, lastWord(rig));
    }
    try (SessionRig rig = SessionRig.open()) {
      rig.receive(ServerFrames.goodbye(Status.SLOW_CONSUMER, 0, ""));
      assertTrue(rig.sentNothing(), "the last word was the server's");
    }
    try (SessionRig rig = SessionRig.open()) {
      rig.link.capacityFrames = 0;
      rig.session.close();
      assertEquals(ClientSession.State.CLOSED, rig.session.state());
    }
  }

  private static Status lastWord(SessionRig rig) {
    GoodbyeDecoder goodbye = ClientFrames.goodbye(rig.allSent().getLast());
    assertEquals(0, goodbye.drainMs());
    return goodbye.status();
  }

  @Test
  void goodbyesThatCrossDoNotLoseCalls() {
    try (SessionRig rig = SessionRig.open()) {
      long id = rig.call("x", 1);
      rig.allSent();
      rig.session.goodbye(DRAIN_NS);
      rig.step();
      rig.receive(ServerFrames.goodbye(Status.DRAINING, 500, "the server stops"));
      assertEquals(ClientSession.State.DRAINING, rig.session.state());
      rig.receive(ServerFrames.result(id, "done"));
      assertEquals(List.of("1 JSON done"), rig.replies.take());
      assertEquals(ClientSession.State.CLOSED, rig.session.state());
      assertEquals(1, rig.allSent().size(), "one goodbye");
    }
  }

  @Test
  void cannotBeSteppedFromWithinACallback() {
    try (SessionRig rig = SessionRig.open()) {
      UnsafeBuffer empty = new UnsafeBuffer(new byte[0]);
      long id =
          rig.session.send(
              1, ContentType.BINARY, empty, 0, 0, new CallOptions(), new OnError(rig::step), 0);
      rig.link.deliver(ServerFrames.error(id, Status.TOOL_ERROR, 0, ""));
      assertThrows(IllegalStateException.class, rig::step);
    }
  }

  @Test
  void canBeClosedFromWithinACallback() {
    try (SessionRig rig = SessionRig.open()) {
      UnsafeBuffer empty = new UnsafeBuffer(new byte[0]);
      long id =
          rig.session.send(
              1,
              ContentType.BINARY,
              empty,
              0,
              0,
              new CallOptions(),
              new OnError(rig.session::close),
              0);
      rig.call("x", 2);
      rig.receive(ServerFrames.error(id, Status.TOOL_ERROR, 0, ""));
      assertEquals(ClientSession.State.CLOSED, rig.session.state());
      assertEquals(List.of("2 CONNECTION_LOST/0"), rig.replies.take());
    }
  }

  /** Does something when a call fails. */
  private record OnError(Runnable action) implements ReplyHandler {
    @Override
    public void onResult(long token, ContentType type, DirectBuffer b, int offset, int length) {}

    @Override
    public void onError(
        long token, int status, int retryAfterMs, DirectBuffer m, int offset, int length) {
      action.run();
    }
  }
}

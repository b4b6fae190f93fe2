package io.machinenative.axiom.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.HeartbeatDecoder;
import io.machinenative.axiom.codec.Status;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SessionTimeTest {
  private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(ServerFrames.HEARTBEAT_MS);

  @Test
  void sendsAHeartbeatAfterAnIntervalWithoutAnything() {
    try (SessionRig rig = SessionRig.open()) {
      rig.advanceNs(INTERVAL_NS - 1);
      assertTrue(rig.sentNothing());
      rig.advanceNs(1);
      HeartbeatDecoder heartbeat = ClientFrames.heartbeat(rig.sent());
      assertEquals(rig.clock.nanoTime(), heartbeat.timestampNs());
      assertFalse(heartbeat.flags().reply());
      rig.step();
      assertTrue(rig.sentNothing(), "one is enough");
    }
  }

  @Test
  void sendsNoHeartbeatWhenItSendsCalls() {
    try (SessionRig rig = SessionRig.open()) {
      rig.advanceNs(INTERVAL_NS - 1);
      rig.call("x", 1);
      rig.allSent();
      rig.advanceNs(INTERVAL_NS - 1);
      assertTrue(rig.sentNothing());
      rig.advanceNs(1);
      assertEquals(HeartbeatDecoder.TEMPLATE_ID, ClientFrames.templateId(rig.sent()));
    }
  }

  @Test
  void answersAHeartbeatWithItsTimestamp() {
    try (SessionRig rig = SessionRig.open()) {
      rig.receive(ServerFrames.heartbeat(-77, false));
      HeartbeatDecoder answer = ClientFrames.heartbeat(rig.sent());
      assertEquals(-77, answer.timestampNs());
      assertTrue(answer.flags().reply());
      rig.receive(ServerFrames.heartbeat(-77, true));
      assertTrue(rig.sentNothing(), "an answer is not answered");
    }
  }

  @Test
  void answersTheLastOfSeveralWhenTheLinkHasRoomAgain() {
    try (SessionRig rig = SessionRig.open()) {
      rig.link.capacityFrames = 0;
      rig.receive(ServerFrames.heartbeat(1, false));
      rig.receive(ServerFrames.heartbeat(2, false));
      rig.link.capacityFrames = 10;
      rig.step();
      assertEquals(2, ClientFrames.heartbeat(rig.sent()).timestampNs());
      rig.step();
      assertTrue(rig.sentNothing());
    }
  }

  @Test
  void givesASilentServerUpAfterThreeIntervals() {
    try (SessionRig rig = SessionRig.open()) {
      rig.call("x", 5);
      rig.advanceNs(3 * INTERVAL_NS - 1);
      assertTrue(rig.session.isOpen());
      rig.advanceNs(1);
      assertEquals(ClientSession.State.CLOSED, rig.session.state());
      assertEquals(Status.HEARTBEAT_TIMEOUT, rig.session.closeStatus());
      assertEquals(List.of("5 CONNECTION_LOST/0"), rig.replies.take());
      assertTrue(rig.link.closedByOwner);
    }
  }

  @Test
  void anythingHeardKeepsTheServerAlive() {
    try (SessionRig rig = SessionRig.open()) {
      for (int i = 0; i < 10; i++) {
        rig.clock.advance(3 * INTERVAL_NS - 1);
        rig.receive(ServerFrames.heartbeat(1, true));
        assertTrue(rig.session.isOpen());
      }
      rig.clock.advance(3 * INTERVAL_NS + 5);
      rig.receive(ServerFrames.result(99, "unknown, but heard"));
      assertTrue(rig.session.isOpen(), "what lay in the link counts before the clock does");
    }
  }

  @Test
  void endsACallAGraceAfterItsDeadline() {
    try (SessionRig rig = SessionRig.open()) {
      long deadlineNs = TimeUnit.MILLISECONDS.toNanos(100);
      rig.call("x", 1, new CallOptions().deadlineNs(deadlineNs));
      rig.call("y", 2);
      rig.advanceNs(deadlineNs + rig.config.deadlineGraceNs() - 1);
      assertEquals(List.of(), rig.replies.take());
      rig.advanceNs(1);
      assertEquals(List.of("1 DEADLINE_EXCEEDED/0"), rig.replies.take());
      assertEquals(1, rig.count(ClientCounters.Kind.LOCAL_EXPIRY));
      rig.receive(ServerFrames.result(1, "late"));
      assertEquals(List.of(), rig.replies.take());
      assertEquals(1, rig.count(ClientCounters.Kind.UNKNOWN_CORRELATION));
      assertEquals(1, rig.session.inFlight());
    }
  }

  @Test
  void theServersWordWithinTheGraceCounts() {
    try (SessionRig rig = SessionRig.open()) {
      long deadlineNs = TimeUnit.MILLISECONDS.toNanos(100);
      long id = rig.call("x", 1, new CallOptions().deadlineNs(deadlineNs));
      rig.clock.advance(deadlineNs + rig.config.deadlineGraceNs() - 1);
      rig.receive(ServerFrames.error(id, Status.DEADLINE_EXPIRED, 0, "waited in its lane"));
      assertEquals(List.of("1 DEADLINE_EXPIRED/0"), rig.replies.take());
    }
  }

  @Test
  void endsEachOfManyDeadlinesInItsMillisecond() {
    try (SessionRig rig = SessionRig.open()) {
      for (int i = 8; i >= 1; i--) {
        rig.call("x", i, new CallOptions().deadlineNs(TimeUnit.MILLISECONDS.toNanos(i)));
      }
      rig.advanceNs(rig.config.deadlineGraceNs());
      for (int i = 1; i <= 8; i++) {
        assertEquals(List.of(), rig.replies.take());
        rig.advanceMs(1);
        assertEquals(List.of(i + " DEADLINE_EXCEEDED/0"), rig.replies.take());
      }
    }
  }

  @Test
  void takesDeadlinesOfAllSizes() {
    try (SessionRig rig = SessionRig.open()) {
      rig.call("past", 1, new CallOptions().deadlineNs(Long.MIN_VALUE + 1));
      rig.call("now", 2, new CallOptions().deadlineNs(0));
      rig.call("never", 3, new CallOptions().deadlineNs(Long.MAX_VALUE - 1));
      rig.step();
      assertEquals(List.of(), rig.replies.take());
      rig.advanceNs(rig.config.deadlineGraceNs());
      assertEquals(List.of("1 DEADLINE_EXCEEDED/0", "2 DEADLINE_EXCEEDED/0"), rig.replies.take());
      rig.advanceMs(2000);
      assertEquals(1, rig.session.inFlight());
    }
  }
}

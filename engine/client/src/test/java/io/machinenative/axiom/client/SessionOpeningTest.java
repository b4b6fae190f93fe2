package io.machinenative.axiom.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.HelloDecoder;
import io.machinenative.axiom.codec.Status;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SessionOpeningTest {
  @Test
  void saysHelloAsConfigured() {
    SessionConfig config =
        new SessionConfig("näme", new byte[] {1, 2, 3}, 5, 1 << 20, 250, 1_000_000_000, 0);
    try (SessionRig rig = new SessionRig(config)) {
      rig.step();
      HelloDecoder hello = ClientFrames.hello(rig.sent());
      assertTrue(hello.capabilities().progress() && hello.capabilities().fragments());
      assertEquals(1 << 20, hello.maxMessageBytes());
      assertEquals(5, hello.creditWindow());
      assertEquals(250, hello.heartbeatIntervalMs());
      assertEquals(0, hello.responseStreamId());
      assertEquals(1, hello.minVersion());
      assertEquals(1, hello.maxVersion());
      assertEquals("", hello.responseChannel());
      assertEquals("näme", hello.clientName());
      byte[] credentials = new byte[hello.credentialsLength()];
      hello.getCredentials(credentials, 0, credentials.length);
      assertArrayEquals(new byte[] {1, 2, 3}, credentials);
      assertEquals(ClientSession.State.GREETING, rig.session.state());
    }
  }

  @Test
  void keepsWhatWasGranted() {
    try (SessionRig rig = SessionRig.open()) {
      SessionInfo info = rig.session.info();
      assertEquals(new SessionInfo(1, 7, 1 << 20, 4096, 8, 1000, 1, "scripted", false), info);
      assertEquals(1, rig.count(ClientCounters.Kind.SESSION_OPENED));
    }
  }

  @Test
  void takesNoMoreThanItAskedFor() {
    SessionConfig config = SessionConfig.defaults("a").withCreditWindow(3);
    try (SessionRig rig = new SessionRig(config)) {
      rig.step();
      rig.receive(ServerFrames.welcome(1, 1, 1L << 30, 1L << 20, 4_000_000_000L, 1000, 1));
      assertEquals(3, rig.session.info().creditWindow());
      assertEquals(16 << 20, rig.session.info().maxMessageBytes());
      assertEquals(64 << 10, rig.session.info().maxFrameBytes());
    }
  }

  @ParameterizedTest
  @CsvSource({
    // maxMessage, maxFrame, credit, heartbeatMs, version
    "1048576, 4096, 8, 1000, 0",
    "1048576, 4096, 8, 1000, 2",
    "1048576, 4096, 0, 1000, 1",
    "1048576, 4096, 8, 49, 1",
    "1048576, 4096, 8, 60001, 1",
    "1048576, 255, 8, 1000, 1",
    "255, 4096, 8, 1000, 1",
  })
  void endsWhenWelcomeHoldsWhatIsNotAllowed(
      long maxMessage, long maxFrame, long credit, long heartbeatMs, int version) {
    try (SessionRig rig = new SessionRig()) {
      rig.step();
      rig.receive(ServerFrames.welcome(1, 1, maxMessage, maxFrame, credit, heartbeatMs, version));
      assertEquals(ClientSession.State.CLOSED, rig.session.state());
      assertEquals(Status.PROTOCOL_ERROR, rig.session.closeStatus());
      assertTrue(rig.link.closedByOwner);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"VERSION_UNSUPPORTED", "UNAUTHENTICATED", "SESSION_LIMIT", "DRAINING"})
  void saysWhyItWasRefused(Status status) {
    try (SessionRig rig = new SessionRig()) {
      rig.step();
      rig.receive(ServerFrames.reject(status, "no, because"));
      assertEquals(ClientSession.State.CLOSED, rig.session.state());
      assertEquals(status, rig.session.closeStatus());
      assertTrue(rig.session.closeReason().contains("no, because"));
      assertEquals(
          status == Status.VERSION_UNSUPPORTED,
          rig.session.closeReason().contains("speaks versions 2 to 3"));
    }
  }

  @Test
  void givesUpWhenTheTimeToConnectIsOver() {
    for (boolean connected : new boolean[] {false, true}) {
      try (SessionRig rig = new SessionRig()) {
        if (!connected) {
          rig.link.hold();
        }
        rig.step();
        long timeoutNs = rig.config.connectTimeoutNs();
        rig.advanceNs(timeoutNs - 1);
        assertEquals(
            connected ? ClientSession.State.GREETING : ClientSession.State.CONNECTING,
            rig.session.state());
        rig.advanceNs(1);
        assertEquals(ClientSession.State.CLOSED, rig.session.state());
        assertEquals(Status.NOT_CONNECTED, rig.session.closeStatus());
      }
    }
  }

  @Test
  void saysHelloOnceTheLinkHasRoom() {
    try (SessionRig rig = new SessionRig()) {
      rig.link.capacityFrames = 0;
      rig.step();
      assertEquals(ClientSession.State.CONNECTING, rig.session.state());
      rig.link.capacityFrames = 1;
      rig.step();
      assertEquals(ClientSession.State.GREETING, rig.session.state());
      assertEquals(HelloDecoder.TEMPLATE_ID, ClientFrames.templateId(rig.sent()));
    }
  }

  @Test
  void passesTheLinksReasonOn() {
    try (SessionRig rig = new SessionRig()) {
      rig.link.breakOff("connection refused");
      rig.step();
      assertEquals(Status.NOT_CONNECTED, rig.session.closeStatus());
      assertEquals("connection refused", rig.session.closeReason());
    }
  }

  @Test
  void takesCallsOnlyWhenOpen() {
    try (SessionRig rig = new SessionRig()) {
      assertEquals(ClientSession.CLOSED, rig.call("x", 1));
      rig.step();
      assertEquals(ClientSession.CLOSED, rig.call("x", 1));
      rig.receive(ServerFrames.welcome());
      assertEquals(1, rig.call("x", 1));
      rig.session.close();
      assertEquals(ClientSession.CLOSED, rig.call("x", 1));
      assertEquals(
          ClientSession.CLOSED,
          rig.session.listTools("", "", 0, CallOptions.NO_DEADLINE, rig.replies, 1));
      assertEquals(
          ClientSession.CLOSED,
          rig.session.describeTool(1, CallOptions.NO_DEADLINE, rig.replies, 1));
    }
  }

  @Test
  void endsBeforeItIsOpenWhenTold() {
    try (SessionRig rig = new SessionRig()) {
      rig.step();
      rig.session.goodbye(TimeUnit.SECONDS.toNanos(1));
      rig.step();
      assertEquals(ClientSession.State.CLOSED, rig.session.state());
      assertEquals(Status.SHUTDOWN, rig.session.closeStatus());
    }
  }
}

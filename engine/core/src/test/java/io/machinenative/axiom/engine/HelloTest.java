package io.machinenative.axiom.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.port.Identity;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Hello asks, and what Welcome or Reject grants. */
class HelloTest {
  private final TestLimits limits = new TestLimits();
  private final TestTools tools = new TestTools();

  private DataPlane plane() {
    return new DataPlane(limits, tools.routes());
  }

  @Test
  void welcomesWithWhatTheServerHas() {
    DataPlane plane = plane();

    ServerMessage.Welcome welcome = plane.connect().hello();

    assertEquals(1, welcome.sessionId());
    assertEquals(1, welcome.catalogueEpoch());
    assertTrue(welcome.progress() && welcome.fragments());
    assertEquals(limits.maxMessageBytes, welcome.maxMessageBytes());
    assertEquals(WireLimits.MAX_FRAME_BYTES, welcome.maxFrameBytes());
    assertEquals(limits.creditWindow, welcome.creditWindow());
    assertEquals(2000, welcome.heartbeatIntervalMs());
    assertEquals(1, welcome.version());
    assertEquals("test", welcome.serverName());
    assertEquals(1, plane.openSessions.get());
    assertEquals(1, plane.count(EngineCounter.SESSIONS_OPENED));
    assertEquals(2, plane.open().peer.session.id(), "session ids are unique");
    plane.requireNothingHeld();
  }

  @ParameterizedTest
  @CsvSource({
    // asked                    granted: message, credit, heartbeat
    "0, 0, 0,                   262144, 16, 2000",
    "4096, 1, 50,               4096, 1, 50",
    "262144, 16, 60000,         262144, 16, 60000",
    "262145, 17, 60001,         262144, 16, 60000",
    "4294967294, 4294967294, 4294967294, 262144, 16, 60000",
    "5000, 3, 1,                5000, 3, 50",
  })
  void clampsLimits(
      long message, long credit, long heartbeat, long grantedMessage, long grantedCredit, long ms) {
    Hello hello = new Hello();
    hello.maxMessageBytes = message;
    hello.creditWindow = credit;
    hello.heartbeatIntervalMs = heartbeat;

    ServerMessage.Welcome welcome = plane().connect().hello(hello);

    assertEquals(grantedMessage, welcome.maxMessageBytes());
    assertEquals(grantedCredit, welcome.creditWindow());
    assertEquals(ms, welcome.heartbeatIntervalMs());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, true",
    "0, 1, true",
    "1, 65534, true",
    "2, 2, false",
    "0, 0, false",
    "5, 1, false"
  })
  void negotiatesVersions(int min, int max, boolean welcome) {
    DataPlane plane = plane();
    HandClient client = plane.connect();
    Hello hello = new Hello();
    hello.minVersion = min;
    hello.maxVersion = max;

    if (welcome) {
      assertEquals(1, client.hello(hello).version());
    } else {
      requireRejected(plane, client, hello, Status.VERSION_UNSUPPORTED);
    }
  }

  private static void requireRejected(
      DataPlane plane, HandClient client, Hello hello, Status status) {
    long before = plane.count(EngineCounter.SESSIONS_REJECTED);
    int open = plane.openSessions.get();
    client.send(hello.build());
    client.send(Invoke.of(1, "inline.echo"));
    plane.settle();
    ServerMessage.Reject reject = client.next(ServerMessage.Reject.class);
    assertEquals(status, reject.status(), reject.message());
    assertEquals(1, reject.minVersion());
    assertEquals(1, reject.maxVersion());
    client.requireSilence();
    assertTrue(client.peer.isClosed());
    assertEquals(before + 1, plane.count(EngineCounter.SESSIONS_REJECTED));
    assertEquals(open, plane.openSessions.get());
    plane.requireNothingHeld();
  }

  @Test
  void refusesAMessageLimitThatNoErrorFits() {
    Hello hello = new Hello();
    hello.maxMessageBytes = 4095;
    DataPlane plane = plane();
    requireRejected(plane, plane.connect(), hello, Status.BAD_REQUEST);
  }

  @Test
  void asksWhoItIs() {
    Caller known = new Caller(Principal.of("tester", Principal.Kind.TOKEN, Set.of()));
    Identity secret = new OneSecret("open sesame", known);
    DataPlane plane =
        new DataPlane(limits, tools.routes(), 1, 0, secret, Thread.ofVirtual().factory());
    Hello hello = new Hello();
    hello.responseChannel = "aeron:ipc";
    hello.credentials = "open sesam".getBytes(UTF_8);
    requireRejected(plane, plane.connect(), hello, Status.UNAUTHENTICATED);
    hello.credentials = "open sesame".getBytes(UTF_8);
    plane.connect().hello(hello);
    assertEquals(1, plane.openSessions.get());
    assertEquals(1, plane.count(EngineCounter.CREDENTIALS_REFUSED));
  }

  @Test
  void takesNoMoreSessionsThanItsLimit() {
    limits.maxSessions = 2;
    DataPlane plane = plane();
    HandClient first = plane.open();
    plane.open();
    requireRejected(plane, plane.connect(), new Hello(), Status.SESSION_LIMIT);

    first.peer.vanish();
    plane.stepIngress();
    plane.open();
    assertEquals(2, plane.openSessions.get());
    assertEquals(1, plane.count(EngineCounter.SESSIONS_CLOSED));
  }

  @Test
  void refusesWhileDraining() {
    DataPlane plane = plane();
    HandClient late = plane.connect();
    plane.drain();
    requireRejected(plane, late, new Hello(), Status.DRAINING);
  }

  @Test
  void endsAConnectionThatSpeaksBeforeHello() {
    DataPlane plane = plane();
    byte[][] early = {
      Invoke.of(1, "inline.echo").build(),
      Messages.cancel(1),
      Messages.heartbeat(1, false),
      Messages.goodbye(""),
      Messages.listTools(1, 0, "", ""),
      Messages.describeTool(1, 1),
      Messages.fragment(1, 100, 0, new byte[10], 0, 10),
    };
    for (byte[] frame : early) {
      HandClient client = plane.connect();
      client.send(frame);
      plane.settle();
      client.requireEnded(Status.PROTOCOL_ERROR);
    }
    assertEquals(early.length - 1, plane.count(EngineCounter.PROTOCOL_ERRORS));
    assertEquals(1, plane.count(EngineCounter.FRAMES_MALFORMED));
    assertEquals(0, plane.count(EngineCounter.CONNECTIONS_NOW));
    plane.requireNothingHeld();
  }

  @Test
  void endsASessionAtASecondHello() {
    DataPlane plane = plane();
    HandClient client = plane.open();
    client.send(new Hello().build());
    plane.settle();
    client.requireEnded(Status.PROTOCOL_ERROR);
    assertEquals(0, plane.openSessions.get());
  }

  @Test
  void endsAConnectionWhoseNamesAreTooLong() {
    DataPlane plane = plane();
    Hello name = new Hello();
    name.clientName = "x".repeat(WireLimits.MAX_CLIENT_NAME_BYTES + 1);
    Hello channel = new Hello();
    channel.responseChannel = "x".repeat(WireLimits.MAX_RESPONSE_CHANNEL_BYTES + 1);
    Hello credentials = new Hello();
    credentials.credentials = new byte[WireLimits.MAX_CREDENTIALS_BYTES + 1];
    for (Hello hello : new Hello[] {name, channel, credentials}) {
      HandClient client = plane.connect();
      client.send(hello.build());
      plane.settle();
      client.requireEnded(Status.PROTOCOL_ERROR);
    }
    Hello longest = new Hello();
    longest.clientName = "x".repeat(WireLimits.MAX_CLIENT_NAME_BYTES);
    longest.responseChannel = "x".repeat(WireLimits.MAX_RESPONSE_CHANNEL_BYTES);
    longest.credentials = new byte[WireLimits.MAX_CREDENTIALS_BYTES];
    plane.connect().hello(longest);
  }

  @Test
  void grantsOnePieceToAClientWithoutFragments() {
    DataPlane plane = plane();
    HandClient client = plane.connect();
    client.peer.maxFrameBytes(8192);
    Hello hello = new Hello();
    hello.fragments = false;

    assertEquals(8192, client.hello(hello).maxMessageBytes());
  }

  @Test
  void sendsNoProgressToAClientThatDoesNotKnowIt() {
    DataPlane plane = plane();
    HandClient client = plane.connect();
    Hello hello = new Hello();
    hello.progress = false;
    client.hello(hello);

    client.answered(Invoke.of(1, "inline.progress"));
    client.answered(Invoke.of(2, "worker.progress"));
  }
}

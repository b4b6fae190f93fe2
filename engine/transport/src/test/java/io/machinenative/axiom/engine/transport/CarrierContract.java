package io.machinenative.axiom.engine.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.pipeline.FrameWriter;
import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What every carrier does alike, whatever is below it: frames come whole, once and in order, back
 * pressure loses nothing, and an end is seen exactly once. A carrier's test extends this and brings
 * a {@link CarrierFixture}.
 */
public abstract class CarrierContract {
  /** Message of the exceptions that a test throws within a callback. */
  public static final String ON_PURPOSE = "thrown on purpose";

  private static final int BURST_FRAMES = 2_000;

  @RegisterExtension final Seed seed = new Seed();

  private CarrierFixture fixture;
  private Stage stage;

  /** A carrier that is not open yet. */
  protected abstract CarrierFixture newFixture();

  @BeforeEach
  void makeFixture() {
    fixture = newFixture();
  }

  @AfterEach
  void closeAll() {
    if (stage != null) {
      stage.close();
    }
    fixture.close();
  }

  private Stage stage(TestServer.Behaviour behaviour) {
    stage = new Stage(fixture, behaviour);
    return stage;
  }

  @Test
  void framesOfAllSizesComeBackUnchanged() {
    stage(TestServer.ECHO);
    TestClient client = stage.connect();
    for (int length : sizes(client.link().maxFrameBytes())) {
      sendAll(client, 1, length);
      stage.stepUntil(
          "a frame of " + length + " bytes comes back", () -> client.received() == client.sent());
    }
  }

  private static List<Integer> sizes(int maxFrameBytes) {
    List<Integer> sizes = new ArrayList<>();
    for (int length = Pattern.MIN_BYTES; length < 80; length++) {
      sizes.add(length);
    }
    for (int power = 128; power < maxFrameBytes; power <<= 1) {
      sizes.add(power - 1);
      sizes.add(power);
      sizes.add(power + 1);
    }
    sizes.add(maxFrameBytes - 1);
    sizes.add(maxFrameBytes);
    return sizes;
  }

  @Test
  void burstsKeepTheirOrder() {
    stage(TestServer.ECHO);
    TestClient client = stage.connect();
    Random random = seed.random();
    while (client.sent() < BURST_FRAMES) {
      int burst = 1 + random.nextInt(100);
      for (int i = 0; i < burst; i++) {
        sendAll(client, 1, randomLength(random, client.link()));
      }
      stage.step(random.nextInt(3));
    }
    stage.stepUntil("all frames come back", () -> client.received() == client.sent());
  }

  private static int randomLength(Random random, FrameWriter writer) {
    int bound =
        random.nextInt(20) == 0 ? writer.maxFrameBytes() : Math.min(600, writer.maxFrameBytes());
    return Pattern.MIN_BYTES + random.nextInt(bound - Pattern.MIN_BYTES + 1);
  }

  @Test
  void longestFrameIsBoundedOnBothSides() {
    stage(TestServer.ECHO);
    TestClient client = stage.connect();
    assertEquals(Outcome.TOO_LARGE, client.link().claim(client.link().maxFrameBytes() + 1));
    FrameWriter peer = stage.server().conversation(0).peer();
    assertEquals(Outcome.TOO_LARGE, peer.claim(peer.maxFrameBytes() + 1));
    sendAll(client, 3, client.link().maxFrameBytes());
    stage.stepUntil("the longest frames come back", () -> client.received() == 3);
  }

  @Test
  void abortedClaimLeavesNoTrace() {
    stage(TestServer.ECHO);
    TestClient client = stage.connect();
    FrameWriter peer = stage.server().conversation(0).peer();
    for (int length : sizes(client.link().maxFrameBytes())) {
      abort(client.link(), length);
      abort(peer, length);
      sendAll(client, 1, length);
      abort(client.link(), length);
    }
    stage.stepUntil("all frames come back", () -> client.received() == client.sent());
    stage.step(20);
    assertEquals(client.sent(), stage.server().conversation(0).received());
  }

  private void abort(FrameWriter writer, int length) {
    stage.until("a claim succeeds", () -> writer.claim(length) == Outcome.OK, stage::step);
    writer.buffer().setMemory(writer.offset(), length, (byte) 0xA5);
    writer.abort();
  }

  @Test
  void nothingCanBeClaimedBeforeTheLinkIsConnected() {
    stage(TestServer.ECHO);
    TestClient client = stage.connecting();
    if (client.link().state() == Link.State.CONNECTING) {
      assertNotEquals(Outcome.OK, client.link().claim(64));
    }
  }

  @Test
  void refusedFramesAreOfferedAgain() {
    stage(TestServer.ECHO);
    TestClient client = stage.connect();
    Random random = seed.random();
    stage
        .server()
        .behave((conversation, buffer, offset, length) ->
            random.nextInt(3) > 0
                ? Outcome.BACK_PRESSURED
                : TestServer.ECHO.onFrame(conversation, buffer, offset, length));
    for (int i = 0; i < 500; i++) {
      sendAll(client, 1, randomLength(random, client.link()));
    }
    stage.stepUntil("all frames come back", () -> client.received() == 500);
    stage.step(20);
    assertEquals(500, stage.server().conversation(0).received());
  }

  @Test
  void handlerThatRefusesStopsTheSender() {
    stage(TestServer.REFUSE);
    TestClient client = stage.connect();
    long sentBytes = sendUntilBackPressured(client, 1000);
    assertTrue(sentBytes <= fixture.maxBufferedBytes(), "buffered " + sentBytes + " bytes");
    assertEquals(0, stage.server().conversation(0).received());

    stage.server().behave(TestServer.VERIFY_IN_ORDER);
    stage.stepUntil(
        "all frames arrive", () -> stage.server().conversation(0).received() == client.sent());
    stage.step(20);
    assertEquals(client.sent(), stage.server().conversation(0).received());
  }

  private long sendUntilBackPressured(TestClient client, int length) {
    long refusals = 0;
    while (refusals < 200) {
      if (client.send(length)) {
        refusals = 0;
      } else {
        refusals++;
        stage.step();
      }
      if (client.sent() * length > fixture.maxBufferedBytes()) {
        throw new AssertionError(
            "expected back pressure within " + fixture.maxBufferedBytes() + " bytes");
      }
    }
    return client.sent() * length;
  }

  @Test
  void readerThatDoesNotReadStopsTheServer() {
    stage(TestServer.ECHO);
    TestClient client = stage.connect();
    FrameWriter peer = stage.server().conversation(0).peer();
    int length = Math.min(1500, peer.maxFrameBytes());
    long sent = 0;
    int refusals = 0;
    while (refusals < 200) {
      int outcome = peer.claim(length);
      if (outcome == Outcome.OK) {
        Pattern.fill(peer.buffer(), peer.offset(), length, sent++);
        peer.commit();
        refusals = 0;
      } else {
        assertEquals(Outcome.BACK_PRESSURED, outcome);
        refusals++;
        stage.stepServer();
      }
      assertTrue(sent * length <= fixture.maxBufferedBytes(), "expected back pressure");
    }
    long expected = sent;
    stage.stepUntil("all frames arrive", () -> client.received() == expected);
    stage.step(20);
    assertEquals(expected, client.received());
  }

  @Test
  void clientThatClosesIsSeenOnce() {
    stage(TestServer.ECHO);
    TestClient client = stage.connect();
    TestServer.Conversation conversation = stage.server().conversation(0);
    client.link().close();
    client.link().close();
    assertTrue(client.isClosed());
    assertEquals("", client.link().closeReason());
    assertEquals(Outcome.CLOSED, client.link().claim(64));
    stage.stepUntil("the server sees the end", () -> conversation.disconnects() > 0);
    stage.step(50);
    assertEquals(1, conversation.disconnects());
    assertEquals(Outcome.CLOSED, conversation.peer().claim(64));
    assertEquals(0, client.poll());
  }

  @Test
  void serverThatClosesIsSeenOnce() {
    stage(TestServer.ECHO);
    TestClient client = stage.connect();
    TestServer.Conversation conversation = stage.server().conversation(0);
    conversation.peer().close();
    conversation.peer().close();
    assertEquals(0, conversation.disconnects(), "not from within close()");
    assertEquals(Outcome.CLOSED, conversation.peer().claim(64));
    stage.stepUntil("the client sees the end", client::isClosed);
    assertFalse(client.link().closeReason().isEmpty());
    assertEquals(Outcome.CLOSED, client.link().claim(64));
    stage.stepUntil("the server sees the end", () -> conversation.disconnects() > 0);
    stage.step(50);
    assertEquals(1, conversation.disconnects());
  }

  @Test
  void handlerMayCloseWithinAFrame() {
    stage(TestServer.ECHO);
    TestClient client = stage.connect();
    TestServer.Conversation conversation = stage.server().conversation(0);
    stage
        .server()
        .behave((c, buffer, offset, length) -> {
          c.peer().close();
          return Outcome.CLOSED;
        });
    sendAll(client, 5, 100);
    stage.stepUntil("the client sees the end", client::isClosed);
    stage.stepUntil("the server sees the end", () -> conversation.disconnects() > 0);
    stage.step(50);
    assertEquals(1, conversation.disconnects());
    assertEquals(0, conversation.received());
  }

  @Test
  void receiverMayCloseWithinAFrame() {
    stage(TestServer.ECHO);
    TestClient client = stage.connect();
    sendAll(client, 5, 100);
    int[] seen = new int[1];
    stage.until(
        "the link is closed",
        client::isClosed,
        () -> {
          stage.stepServer();
          client
              .link()
              .poll((buffer, offset, length) -> {
                seen[0]++;
                client.link().close();
              });
        });
    assertEquals(1, seen[0]);
    TestServer.Conversation conversation = stage.server().conversation(0);
    stage.stepUntil("the server sees the end", () -> conversation.disconnects() == 1);
  }

  @Test
  void handlerThatThrowsLosesTheConnectionAndNoOther() {
    stage(TestServer.ECHO);
    TestClient good = stage.connect();
    TestClient unlucky = stage.connect();
    TestServer.Conversation broken = stage.server().conversation(1);
    stage
        .server()
        .behave((conversation, buffer, offset, length) -> {
          if (conversation == broken) {
            throw new IllegalStateException(ON_PURPOSE);
          }
          return TestServer.ECHO.onFrame(conversation, buffer, offset, length);
        });
    sendAll(unlucky, 2, 100);
    stage.until("the unlucky client sees the end", unlucky::isClosed, this::stepThrough);
    stage.until("the server sees the end", () -> broken.disconnects() > 0, this::stepThrough);
    sendAll(good, 10, 100);
    stage.stepUntil("the good client is served", () -> good.received() == good.sent());
    assertEquals(1, broken.disconnects());
    assertEquals(0, broken.received());
  }

  @Test
  void receiverThatThrowsLosesTheLink() {
    stage(TestServer.ECHO);
    TestClient client = stage.connect();
    sendAll(client, 3, 100);
    int[] seen = new int[1];
    stage.until(
        "the link is closed",
        client::isClosed,
        () -> {
          stage.stepServer();
          passOver(() ->
              client
                  .link()
                  .poll((buffer, offset, length) -> {
                    seen[0]++;
                    throw new IllegalStateException(ON_PURPOSE);
                  }));
        });
    assertEquals(1, seen[0]);
    assertTrue(client.link().closeReason().contains(ON_PURPOSE), client.link().closeReason());
    TestServer.Conversation conversation = stage.server().conversation(0);
    stage.stepUntil("the server sees the end", () -> conversation.disconnects() == 1);
  }

  private void stepThrough() {
    passOver(stage::step);
  }

  /** Some carriers hand on what a callback throws, others tell their error handler. */
  private static void passOver(Runnable step) {
    try {
      step.run();
    } catch (IllegalStateException e) {
      assertEquals(ON_PURPOSE, e.getMessage());
    }
  }

  @Test
  void framesBeforeAClientsCloseArrive() {
    stage(TestServer.VERIFY_IN_ORDER);
    TestClient client = stage.connect();
    sendAll(client, 50, Math.min(1200, client.link().maxFrameBytes()));
    client.link().close();
    TestServer.Conversation conversation = stage.server().conversation(0);
    stage.stepUntil("the server sees the end", () -> conversation.disconnects() > 0);
    assertEquals(50, conversation.received());
  }

  @Test
  void framesBeforeAServersCloseArrive() {
    stage(TestServer.ECHO);
    TestClient client = stage.connect();
    TestServer.Conversation conversation = stage.server().conversation(0);
    FrameWriter peer = conversation.peer();
    int length = Math.min(1200, peer.maxFrameBytes());
    for (int i = 0; i < 50; i++) {
      assertEquals(Outcome.OK, peer.claim(length));
      Pattern.fill(peer.buffer(), peer.offset(), length, i);
      peer.commit();
    }
    conversation.peer().close();
    stage.stepUntil("the client sees the end", client::isClosed);
    assertEquals(50, client.received());
  }

  @Test
  void closingTheListenerEndsEveryConnectionOnce() {
    stage(TestServer.ECHO);
    List<TestClient> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      clients.add(stage.connect());
    }
    stage.listener().close();
    assertTrue(stage.server().conversations().stream().allMatch(c -> c.disconnects() == 1));
    stage.until(
        "the clients see the end",
        () -> clients.stream().allMatch(TestClient::isClosed),
        () -> {
          fixture.step();
          clients.forEach(TestClient::poll);
        });
    assertTrue(stage.server().conversations().stream().allMatch(c -> c.disconnects() == 1));
  }

  @Test
  void manyConnectionsAtOnce() {
    stage(TestServer.ECHO);
    List<TestClient> clients = new ArrayList<>();
    for (int i = 0; i < fixture.manyConnections(); i++) {
      clients.add(stage.connecting());
    }
    stage.stepUntil(
        "all links are connected",
        () -> clients.stream().allMatch(c -> c.link().state() == Link.State.CONNECTED));
    for (int round = 0; round < 10; round++) {
      for (TestClient client : clients) {
        sendAll(client, 1, 64 + round);
      }
      stage.step();
    }
    stage.stepUntil(
        "all frames come back", () -> clients.stream().allMatch(c -> c.received() == c.sent()));
    clients.forEach(client -> client.link().close());
    stage.stepUntil(
        "the server sees every end",
        () -> stage.server().conversations().stream().allMatch(c -> c.disconnects() == 1));
    assertEquals(clients.size(), stage.server().conversations().size());
  }

  @Test
  void stubbornConnectionDoesNotDisturbOthers() {
    stage(TestServer.ECHO);
    TestClient good = stage.connect();
    TestClient stubborn = stage.connect();
    TestServer.Conversation refused = stage.server().conversation(1);
    stage
        .server()
        .behave((conversation, buffer, offset, length) ->
            conversation == refused
                ? Outcome.BACK_PRESSURED
                : TestServer.ECHO.onFrame(conversation, buffer, offset, length));
    sendUntilBackPressured(stubborn, 1000);
    for (int i = 0; i < 500; i++) {
      sendAll(good, 1, 200);
      stage.stepUntil("the good client is served", () -> good.received() == good.sent());
    }
    assertEquals(0, refused.received());
    stubborn.link().close();
    stage.server().behave(TestServer.ECHO);
    stage.stepUntil("the stubborn one's end is seen", () -> refused.disconnects() == 1);
    assertEquals(0, stage.server().conversation(0).disconnects());
  }

  @Test
  void endsMayLiveOnThreadsOfTheirOwn() throws InterruptedException {
    stage(TestServer.ECHO);
    AtomicBoolean over = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread server = Thread.ofPlatform().name("server").start(() -> serve(over, failure));
    try {
      TestClient client = stage.connecting();
      Random random = seed.random();
      stage.until(
          "the server fails or all frames come back",
          () -> failure.get() != null || client.received() == BURST_FRAMES,
          () -> {
            if (client.link().state() == Link.State.CONNECTED && client.sent() < BURST_FRAMES) {
              client.send(randomLength(random, client.link()));
            }
            client.poll();
          });
      client.link().close();
    } finally {
      over.set(true);
      server.join();
    }
    assertNull(failure.get(), () -> "the server failed: " + failure.get());
    assertEquals(1, stage.server().conversation(0).disconnects());
    assertEquals(BURST_FRAMES, stage.server().conversation(0).received());
  }

  private void serve(AtomicBoolean over, AtomicReference<Throwable> failure) {
    try {
      while (!over.get()) {
        stage.stepServer();
        Thread.yield();
      }
      stage.listener().close();
    } catch (Throwable t) {
      failure.set(t);
    }
  }

  private void sendAll(TestClient client, int count, int length) {
    for (int i = 0; i < count; i++) {
      stage.until("a frame can be sent", () -> client.send(length), stage::step);
    }
  }
}

package io.machinenative.axiom.engine.transport.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.FramingHeader;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.transport.Seed;
import io.machinenative.axiom.engine.transport.Stage;
import io.machinenative.axiom.engine.transport.TestClient;
import io.machinenative.axiom.engine.transport.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stream of bytes can do to the TCP carrier, sent by a bare socket. */
final class TcpStreamTest {
  @RegisterExtension final Seed seed = new Seed();

  private final TcpFixture fixture = new TcpFixture(TcpOptions.DEFAULT.withMaxConnections(8));
  private final Stage stage = new Stage(fixture, TestServer.ECHO);

  @AfterEach
  void closeAll() {
    stage.close();
  }

  private RawClient connect() throws IOException {
    int before = stage.server().conversations().size();
    RawClient client = new RawClient(stage.listener().address());
    stage.stepUntil("the client is seen", () -> stage.server().conversations().size() > before);
    return client;
  }

  private void expectEcho(RawClient client, byte[] expected) {
    stage.stepUntil(
        expected.length + " bytes come back",
        () -> {
          client.readToEnd();
          return client.received().length >= expected.length;
        });
    assertArrayEquals(expected, client.received());
  }

  private byte[] frames(int count, int maxMessageBytes) {
    Random random = seed.random();
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      byte[] message = new byte[WireLimits.HEADER_BYTES + random.nextInt(maxMessageBytes)];
      random.nextBytes(message);
      stream.writeBytes(RawClient.framed(message));
    }
    return stream.toByteArray();
  }

  @Test
  void framesMayComeByteByByte() throws IOException {
    byte[] stream = frames(5, 60);
    try (RawClient client = connect()) {
      for (int i = 0; i < stream.length; i++) {
        client.send(stream, i, 1);
        stage.step(2);
      }
      expectEcho(client, stream);
    }
  }

  @Test
  void framesMayBeSplitAtEveryByte() throws IOException {
    byte[] stream = frames(3, 30);
    for (int split = 1; split < stream.length; split++) {
      try (RawClient client = connect()) {
        client.send(stream, 0, split);
        stage.step(3);
        client.send(stream, split, stream.length - split);
        expectEcho(client, stream);
      }
    }
  }

  @Test
  void manyFramesMayComeInOneSegment() throws IOException {
    byte[] stream = frames(400, 100);
    try (RawClient client = connect()) {
      client.send(stream);
      expectEcho(client, stream);
    }
  }

  @Test
  void longFramesInRandomPiecesAreRefusedAndRetriedWithoutLoss() throws IOException {
    Random random = seed.random();
    byte[] stream = frames(12, WireLimits.MAX_FRAME_BYTES - WireLimits.HEADER_BYTES);
    stage
        .server()
        .behave((conversation, buffer, offset, length) ->
            random.nextBoolean()
                ? Outcome.BACK_PRESSURED
                : TestServer.ECHO.onFrame(conversation, buffer, offset, length));
    try (RawClient client = connect()) {
      for (int sent = 0; sent < stream.length; ) {
        int piece = Math.min(stream.length - sent, 1 + random.nextInt(50_000));
        client.send(stream, sent, piece);
        sent += piece;
        stage.step(random.nextInt(4));
        client.readToEnd();
      }
      expectEcho(client, stream);
    }
  }

  @Test
  void tlsClientIsRecognised() throws IOException {
    expectDefect(
        HexFormat.of().parseHex("16030100c8010000c40303"),
        "expected a framing header with encoding 0xEB50, got a TLS client hello: this port does"
            + " not speak TLS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "PRI"})
  void httpClientIsRecognised(String method) throws IOException {
    String shown = method.length() > 4 ? method.substring(0, 4) : method;
    expectDefect(
        (method + " / HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(US_ASCII),
        "expected a framing header with encoding 0xEB50, got an HTTP request ('"
            + shown
            + "'): this port is not for HTTP");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "5, 5",
    "6, 6",
    "13, 13",
    "65543, 65543",
    "-2147483648, 2147483648",
    "-1, 4294967295"
  })
  void lyingLengthIsNamed(int length, long shown) throws IOException {
    expectDefect(
        ByteBuffer.allocate(20).putInt(length).putShort((short) 0xEB50).array(),
        "expected a length from 14 to 65542 in the framing header, got " + shown);
  }

  @Test
  void wrongEncodingIsNamed() throws IOException {
    expectDefect(
        ByteBuffer.allocate(20).putInt(20).putShort((short) 0x5BE0).array(),
        "expected encoding 0xEB50 in the framing header, got 0x5BE0");
  }

  private void expectDefect(byte[] bytes, String defect) throws IOException {
    TestClient good = stage.connect();
    try (RawClient client = connect()) {
      TestServer.Conversation conversation = stage.server().conversation(1);
      byte[] first = RawClient.framed(new byte[40]);
      client.send(first);
      for (byte octet : bytes) {
        client.send(new byte[] {octet});
      }
      stage.stepUntil("the client is closed", client::readToEnd);
      assertArrayEquals(first, client.received());
      stage.stepUntil("the end is seen", () -> conversation.disconnects() == 1);
      assertEquals(1, conversation.defects().size());
      assertEquals(defect, conversation.defects().getFirst());
    }
    good.send(100);
    stage.stepUntil("others are served", () -> good.received() == 1);
  }

  @Test
  void resetByPeerIsOneFaultAndOneEnd() throws IOException {
    TestClient good = stage.connect();
    RawClient client = connect();
    byte[] frame = RawClient.framed(new byte[2000]);
    client.send(frame, 0, 1500);
    stage.step(3);
    client.reset();
    TestServer.Conversation conversation = stage.server().conversation(1);
    stage.stepUntil("the end is seen", () -> conversation.disconnects() > 0);
    stage.step(20);
    assertEquals(1, conversation.disconnects());
    assertEquals(1, fixture.faults().connectionFaults().size());
    good.send(100);
    stage.stepUntil("others are served", () -> good.received() == 1);
  }

  @Test
  void resetWhileRepliesAreWrittenIsOneFaultAndOneEnd() throws IOException {
    RawClient client = connect();
    TestServer.Conversation conversation = stage.server().conversation(0);
    client.reset();
    while (conversation.disconnects() == 0) {
      int outcome = conversation.peer().claim(60_000);
      if (outcome == Outcome.OK) {
        conversation.peer().commit();
      } else {
        stage.step();
      }
    }
    stage.step(20);
    assertEquals(1, conversation.disconnects());
    assertEquals(1, fixture.faults().connectionFaults().size());
    assertEquals(Outcome.CLOSED, conversation.peer().claim(10));
  }

  @Test
  void halfClosedClientGetsItsReplies() throws IOException {
    byte[] stream = frames(300, 2000);
    try (RawClient client = connect()) {
      client.send(stream);
      client.endOutput();
      expectEcho(client, stream);
      stage.stepUntil("the stream ends", client::readToEnd);
      assertArrayEquals(stream, client.received());
      stage.stepUntil("the end is seen", () -> stage.server().conversation(0).disconnects() == 1);
    }
  }

  @Test
  void endWithinAFrameIsAnEnd() throws IOException {
    RawClient client = connect();
    client.send(RawClient.framed(new byte[100]), 0, 60);
    client.close();
    TestServer.Conversation conversation = stage.server().conversation(0);
    stage.stepUntil("the end is seen", () -> conversation.disconnects() == 1);
    assertEquals(0, conversation.received());
    assertTrue(conversation.defects().isEmpty());
  }

  @Test
  void clientThatIgnoresTheEndIsResetAfterTheLinger() throws IOException {
    try (RawClient client = connect()) {
      stage.server().conversation(0).peer().close();
      stage.stepUntil("the stream ends", client::readToEnd);
      assertEquals(1, stage.server().conversation(0).disconnects());
      stage.until(
          "sending fails",
          () -> {
            try {
              client.send(new byte[100]);
              return false;
            } catch (IOException e) {
              return true;
            }
          },
          stage::step);
    }
  }

  @Test
  void connectionsAboveTheLimitAreRefused() throws IOException {
    RawClient[] clients = new RawClient[8];
    for (int i = 0; i < clients.length; i++) {
      clients[i] = connect();
    }
    TestClient ninth = stage.connecting();
    stage.stepUntil("the ninth is refused", ninth::isClosed);
    assertEquals(1, fixture.faults().refusedCount());
    assertEquals(8, stage.server().conversations().size());
    clients[0].close();
    stage.stepUntil("an end is seen", () -> stage.server().conversation(0).disconnects() == 1);
    assertEquals(Link.State.CONNECTED, stage.connect().link().state());
    for (RawClient client : clients) {
      client.close();
    }
  }

  @Test
  void randomBytesEndTheConnectionAndNothingElse() throws IOException {
    Random random = seed.random();
    TestClient good = stage.connect();
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[FramingHeader.ENCODED_LENGTH + random.nextInt(200)];
      random.nextBytes(noise);
      if (random.nextBoolean()) {
        byte[] frame = RawClient.framed(new byte[40]);
        noise = Arrays.copyOf(frame, frame.length + noise.length);
        random.nextBytes(new byte[1]);
        noise[frame.length + 1] = 1;
      }
      try (RawClient client = connect()) {
        client.send(noise);
        client.endOutput();
        stage.stepUntil("the client is closed", client::readToEnd);
      }
    }
    good.send(100);
    stage.stepUntil("others are served", () -> good.received() == 1);
    assertEquals(0, stage.server().conversation(0).disconnects());
  }
}

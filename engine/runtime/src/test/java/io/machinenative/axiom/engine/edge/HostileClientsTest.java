package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.fields;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.Await;
import io.machinenative.axiom.engine.config.EdgeConfig;
import io.machinenative.axiom.engine.counters.EngineCounter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Clients that never read, never finish, or come in crowds: bounded, closed, and no one's harm. */
class HostileClientsTest {
  private static final EdgeRig RIG = EdgeRig.impatient();
  private static final int CROWD = 1000;

  @AfterAll
  static void stop() {
    RIG.close();
  }

  private static long count(EdgeRig rig, EngineCounter counter) {
    return rig.engine().info().counters().get(counter.label());
  }

  private static void others(EdgeRig rig) {
    try (RawHttp http = rig.connect()) {
      String sum =
          http.post("/v1/tools/test.add:invoke", "", "{\"left\":1,\"right\":2}").read().body();
      assertEquals("{\"sum\":3}", sum, "others are served");
    }
  }

  @Test
  void aWebSocketThatIsNeverReadIsClosed() {
    long before = count(RIG, EngineCounter.EDGE_TIMEOUTS);
    try (RawHttp deaf = RIG.connect()) {
      String upgrade =
          "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              + "Sec-WebSocket-Protocol: axiom.json\r\n";
      assertEquals(101, deaf.get("/ws", upgrade).read().status());
      byte[] call =
          ("{\"id\":1,\"call\":\"core.echo\",\"arguments\":\"" + "x".repeat(60_000) + "\"}")
              .getBytes(UTF_8);
      byte[] frame = new byte[8 + call.length];
      ByteBuffer.wrap(frame)
          .put((byte) 0x81)
          .put((byte) (0x80 | 126))
          .putShort((short) call.length);
      System.arraycopy(call, 0, frame, 8, call.length); // under a mask of zeros
      assertThrows(
          UncheckedIOException.class,
          () -> {
            for (int i = 0; i < 2000; i++) {
              deaf.send(frame);
            }
          },
          "a client that asks for 120 MB and reads none of it");
      others(RIG);
    }
    assertTrue(count(RIG, EngineCounter.EDGE_TIMEOUTS) > before, "counted");
    Await.until("nothing is held", () -> RIG.engine().buffersLent() == 0);
  }

  @Test
  void aStreamOfEventsThatIsNeverReadIsClosedAndItsToolStopped() throws InterruptedException {
    long before = count(RIG, EngineCounter.EDGE_TIMEOUTS);
    try (RawHttp deaf = RIG.connect()) {
      String body =
          EdgeRig.stateless("1", "tools/call", "\"name\":\"test.flood\"")
              .replace("\"_meta\":{", "\"_meta\":{\"progressToken\":1,");
      deaf.post("/mcp", fields("tools/call", "test.flood"), body);
      assertEquals("text/event-stream", deaf.read().fields().get("content-type"));
      assertTrue(RIG.flooded.await(60, TimeUnit.SECONDS), "the tool is told to stop");
      others(RIG);
    }
    assertTrue(count(RIG, EngineCounter.EDGE_TIMEOUTS) > before, "counted");
    Await.until("nothing is held", () -> RIG.engine().buffersLent() == 0);
  }

  /** Long before so much waits for it that it is closed for that. */
  @Test
  void aStreamThatIsNotReadForLongIsClosedHoweverLittleComes() {
    long before = count(RIG, EngineCounter.EDGE_TIMEOUTS);
    long droppedBefore = count(RIG, EngineCounter.PROGRESS_DROPPED);
    try (RawHttp deaf = new RawHttp(RIG.engine().addresses().getFirst(), 16 * 1024)) {
      String body =
          EdgeRig.stateless("1", "tools/call", "\"name\":\"test.drip\"")
              .replace("\"_meta\":{", "\"_meta\":{\"progressToken\":1,");
      deaf.post("/mcp", fields("tools/call", "test.drip"), body);
      assertEquals("text/event-stream", deaf.read().fields().get("content-type"));
      Await.until("closed", () -> count(RIG, EngineCounter.EDGE_TIMEOUTS) > before);
      long sent = RIG.dripped.get() - count(RIG, EngineCounter.PROGRESS_DROPPED) + droppedBefore;
      assertTrue(sent < 20_000, sent + " messages of 400 bytes are 8 MiB and more");
      others(RIG);
    }
    Await.until("nothing is held", () -> RIG.engine().buffersLent() == 0);
  }

  @Test
  void aCrowdOfHalfOpenConnectionsIsGivenUpAndHarmsNobody() {
    EdgeConfig few = EdgeRig.config(300_000_000L, 300_000_000L);
    EdgeConfig many =
        new EdgeConfig(
            few.http(),
            few.hosts(),
            few.origins(),
            few.bodyBytes(),
            few.headBytes(),
            CROWD + 10,
            few.streams(),
            few.compressBytes(),
            few.idleNs(),
            few.requestNs(),
            few.sessionIdleNs(),
            few.inputNs(),
            few.keepAliveNs(),
            few.tasks(),
            few.console(),
            few.icon());
    try (EdgeRig rig = new EdgeRig(many)) {
      List<RawHttp> crowd = Stream.generate(rig::connect).limit(CROWD).toList();
      for (int i = 0; i < CROWD; i += 2) {
        tryToSend(crowd.get(i), i % 4 == 0 ? "POST /mc" : "POST /mcp HTTP/1.1\r\nHost: loc");
      }
      others(rig);
      crowd.forEach(one -> assertTrue(one.isEndedAfterAll(), "half open for ever"));
      crowd.forEach(RawHttp::close);
      others(rig);
      Await.until("all are gone", () -> count(rig, EngineCounter.EDGE_CONNECTIONS_NOW) == 0);
      assertEquals(0, rig.engine().buffersLent());
    }
  }

  /** The first of a crowd may be gone before the last has come. */
  private static void tryToSend(RawHttp http, String text) {
    try {
      http.send(text);
    } catch (UncheckedIOException _) {
      assertTrue(http.isEnded());
    }
  }

  @Test
  void aSlowBodyOfHttp2IsRefused() {
    try (RawHttp2 http = new RawHttp2(RIG.connect())) {
      http.post(1, "/mcp").data(1, "{", false);
      assertTrue(http.read(RawHttp2.HEADERS).payload().contains("408"), "the status");
      assertEquals(1, http.read(RawHttp2.RESET).stream());
    }
  }

  @Test
  void anEndlessBodyOfHttp2IsRefused() {
    try (RawHttp2 http = new RawHttp2(RIG.connect())) {
      http.post(1, "/mcp", "content-length", "100000000");
      assertTrue(http.read(RawHttp2.HEADERS).payload().contains("413"), "before the body comes");
    }
    try (RawHttp2 http = new RawHttp2(RIG.connect())) {
      http.post(1, "/mcp");
      String piece = "x".repeat(16 * 1024);
      for (int i = 0; i < 3; i++) {
        http.data(1, piece, false);
      }
      http.read(RawHttp2.WINDOW_UPDATE); // of the connection
      http.read(RawHttp2.WINDOW_UPDATE); // of the stream
      http.data(1, piece, false).data(1, piece, false);
      assertTrue(http.read(RawHttp2.HEADERS).payload().contains("413"), "when it is too long");
      assertEquals(1, http.read(RawHttp2.RESET).stream());
    }
  }

  @Test
  void mcpStreamsItsEventsOverHttp2() {
    String body =
        EdgeRig.stateless("1", "tools/call", "\"name\":\"test_tool_with_progress\"")
            .replace("\"_meta\":{", "\"_meta\":{\"progressToken\":\"p\",");
    StringBuilder events = new StringBuilder();
    try (RawHttp2 http = new RawHttp2(RIG.connect())) {
      http.post(
              1,
              "/mcp",
              "mcp-protocol-version",
              "2026-07-28",
              "mcp-method",
              "tools/call",
              "mcp-name",
              "test_tool_with_progress",
              "accept",
              "application/json, text/event-stream")
          .data(1, body, true);
      String head = http.read(RawHttp2.HEADERS).payload();
      assertTrue(head.contains("text/event-stream"), head);
      RawHttp2.Frame piece = http.read(RawHttp2.DATA);
      while (!piece.endsStream()) {
        events.append(piece.payload());
        piece = http.read(RawHttp2.DATA);
      }
    }
    List<String> lines =
        events.toString().lines().filter(line -> line.startsWith("data: ")).toList();
    assertTrue(lines.size() > 1, events::toString);
    assertTrue(lines.getFirst().contains("notifications/progress"), lines.getFirst());
    assertTrue(lines.getLast().contains("\"result\""), lines.getLast());
  }
}

package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.engine.Await;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WebSocket, as the JDK's client and hostile ones speak it. */
class WebSocketTest {
  private static final EdgeRig RIG = EdgeRig.usual();

  @AfterAll
  static void stop() {
    RIG.close();
  }

  private static SocketClient connect() {
    return new SocketClient(
        HttpClient.newHttpClient(), RIG.engine().addresses().getFirst(), "axiom.json");
  }

  @Test
  void manyCallsShareAConnection() throws InterruptedException {
    try (SocketClient socket = connect()) {
      assertEquals("axiom.json", socket.subprotocol());
      socket.send("{\"id\":\"slow\",\"call\":\"test.wait\",\"arguments\":{}}");
      assertTrue(RIG.running.tryAcquire(60, TimeUnit.SECONDS), "the slow call runs");
      socket.sendPieces(
          "{\"id\":1,\"call\":\"test.add\",", "\"arguments\":{\"left\":20,\"right\":22}}");
      assertEquals("{\"id\":1,\"result\":{\"sum\":42}}", socket.next());
      socket.send("{\"id\":2,\"call\":\"core.hash\",\"text\":\"hello\"}");
      assertTrue(socket.next().startsWith("{\"id\":2,\""), "text goes in and comes out");
      socket.send("{\"cancel\":\"slow\"}");
      assertEquals("CANCELLED", at(json(socket.next()), "error", "name"));
      assertTrue(RIG.interrupted.await(60, TimeUnit.SECONDS), "the tool was told");
      socket.send("{\"id\":3,\"list\":\"tools\",\"after\":\"test.a\",\"limit\":1}");
      Map<?, ?> list = json(socket.next());
      assertEquals("test.add", at(list, "tools", 0, "name"));
      assertEquals("test.add", at(list, "next"));
      assertEquals("are you there", socket.ping("are you there"));
      assertEquals(1000, socket.leave());
    }
  }

  @Test
  void progressComesBeforeTheResult() {
    try (SocketClient socket = connect()) {
      socket.send("{\"id\":7,\"call\":\"test_tool_with_progress\",\"arguments\":{}}");
      assertEquals(0L, ((Number) at(json(socket.next()), "progress", "done")).longValue());
      String message = socket.next();
      while (message.contains("\"progress\"")) {
        message = socket.next();
      }
      assertTrue(message.startsWith("{\"id\":7,\""), message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":1,\"call\":\"test.nothing\"} | 1 | UNKNOWN_TOOL",
        "{\"id\":2,\"call\":\"test.fail\"} | 2 | TOOL_ERROR",
        "{\"id\":3,\"call\":\"core.sleep\",\"arguments\":{\"millis\":60000},\"timeoutMs\":20} | 3 |"
            + " DEADLINE_EXCEEDED",
        "{\"id\":4,\"call\":\"test.add\",\"arguments\":{},\"priority\":\"soon\"} | 4 | BAD_REQUEST",
        "{\"id\":5} | 5 | BAD_REQUEST",
        "{\"call\":\"test.add\"} | null | BAD_REQUEST",
        "{\"id\":6,\"id\":6,\"list\":\"tools\"} | null | BAD_REQUEST",
        "{\"id\":7, | null | BAD_REQUEST"
      })
  void whatIsWrongIsSaid(String message, String id, String name) {
    try (SocketClient socket = connect()) {
      Map<?, ?> answer = json(socket.send(message).next());
      assertEquals(id, String.valueOf(answer.get("id")));
      assertEquals(name, at(answer, "error", "name"));
    }
  }

  @Test
  void whatIsNoMessageEndsTheConnection() {
    Map<String, Integer> codes = new TreeMap<>();
    try (SocketClient binary = connect()) {
      codes.put("binary", binary.sendBytes(new byte[] {1}).closeCode());
    }
    try (SocketClient large = connect()) {
      codes.put("large", large.send("x".repeat(EdgeRig.BODY_BYTES + 1)).closeCode());
    }
    try (SocketClient pieces = connect()) {
      String half = "x".repeat(EdgeRig.BODY_BYTES / 2 + 1);
      codes.put("large in pieces", pieces.sendPieces(half, half).closeCode());
    }
    codes.put("unmasked", rawCode(new byte[] {(byte) 0x81, 1, 'x'}));
    codes.put("not UTF-8", rawCode(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, (byte) 0xFF}));
    assertEquals(
        Map.of(
            "binary",
            1003,
            "large",
            1009,
            "large in pieces",
            1009,
            "unmasked",
            1002,
            "not UTF-8",
            1007),
        codes);
  }

  private static RawHttp upgraded(String protocol) {
    RawHttp http = RIG.connect();
    RawHttp.Answer answer =
        http.get(
                "/ws",
                "Upgrade: websocket\r\n"
                    + "Connection: keep-alive, Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + "Sec-WebSocket-Protocol: other, "
                    + protocol
                    + "\r\n")
            .read();
    assertEquals(101, answer.status());
    assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", answer.fields().get("sec-websocket-accept"));
    assertEquals(protocol, answer.fields().get("sec-websocket-protocol"));
    return http;
  }

  /** The code with which the server ends a connection that sent these bytes. */
  private static int rawCode(byte[] bytes) {
    try (RawHttp http = upgraded("axiom.json")) {
      byte[] head = http.send(bytes).bytes(4);
      assertEquals((byte) 0x88, head[0], "a Close");
      return (head[2] & 0xFF) << 8 | (head[3] & 0xFF);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'Sec-WebSocket-Version: 13', 'Origin: https://evil.example', 403",
    "'Sec-WebSocket-Version: 13', 'X: y', 400",
    "'Sec-WebSocket-Version: 8', 'Sec-WebSocket-Protocol: axiom.json', 426"
  })
  void whoMayNotOrCannotIsToldByHttp(String version, String field, int status) {
    try (RawHttp http = RIG.connect()) {
      String fields =
          "Upgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              + version
              + "\r\n"
              + field
              + "\r\n";
      assertEquals(status, http.get("/ws", fields).read().status());
    }
  }

  @Test
  void theWireProtocolIsCarried() {
    String address = RIG.engine().addresses().getFirst();
    HttpClient http = HttpClient.newHttpClient();
    try (AxiomClient client =
        AxiomClient.builder().links(() -> new SocketLink(http, address)).connect()) {
      assertEquals("{\"sum\":42}", client.callJson("test.add", "{\"left\":20,\"right\":22}"));
      String large = "\"" + "y".repeat(300_000) + "\"";
      assertEquals(large, client.callJson("core.echo", large), "longer than a frame");
      CompletableFuture<?>[] all =
          IntStream.range(0, 100)
              .mapToObj(i ->
                  CompletableFuture.runAsync(() ->
                      assertEquals(
                          "{\"sum\":" + i + "}",
                          client.callJson("test.add", "{\"left\":" + i + ",\"right\":0}"))))
              .toArray(CompletableFuture[]::new);
      Await.get(CompletableFuture.allOf(all));
    }
    http.shutdownNow();
    try (RawHttp stranger = upgraded("axiom.sbe")) {
      byte[] noFrame = "no frame!".getBytes(StandardCharsets.UTF_8);
      stranger.send(new byte[] {(byte) 0x82, (byte) (0x80 | noFrame.length), 0, 0, 0, 0});
      assertEquals((byte) 0x82, stranger.send(noFrame).bytes(1)[0], "a Goodbye that says why");
      assertTrue(stranger.isEndedAfterAll(), "and the end");
    }
    Await.until("sessions are gone", () -> RIG.engine().buffersLent() == 0);
  }
}

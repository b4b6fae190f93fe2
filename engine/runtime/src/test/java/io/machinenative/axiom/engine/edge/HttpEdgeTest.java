package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/JSON, and HTTP as hostile and careless clients speak it. */
class HttpEdgeTest {
  private static final EdgeRig RIG = EdgeRig.usual();

  @AfterAll
  static void stop() {
    RIG.close();
  }

  private static RawHttp.Answer invoke(String tool, String fields, String body) {
    try (RawHttp http = RIG.connect()) {
      return http.post("/v1/tools/" + tool + ":invoke", fields, body).read();
    }
  }

  private static RawHttp.Answer get(String path) {
    try (RawHttp http = RIG.connect()) {
      return http.get(path, "").read();
    }
  }

  @Test
  void aToolIsAnEndpoint() {
    RawHttp.Answer sum = invoke("test.add", "", "{\"left\":20,\"right\":22}");
    assertEquals(200, sum.status());
    assertEquals("{\"sum\":42}", sum.body());
    assertEquals("test.add", at(json(get("/v1/tools/test.add").body()), "name"));
    assertTrue(get("/v1/tools").body().contains("\"core.echo\""));
    assertEquals(true, at(json(get("/ready").body()), "ready"));
    Map<?, ?> openApi = json(get("/openapi.json").body());
    assertEquals(
        "object", at(openApi, "components", "schemas", "test.add.input", "type"), "the schema");
  }

  @ParameterizedTest
  @CsvSource({
    "test.add, '', '{\"left\":-1,\"right\":1}', 400, INVALID_ARGUMENT",
    "test.add, '', '{\"left\":1,', 400, BAD_REQUEST",
    "test.fail, '', '{}', 422, TOOL_ERROR",
    "test.nothing, '', '{}', 404, UNKNOWN_TOOL",
    "test.add, 'Axiom-Timeout-Ms: 0', '{\"left\":1,\"right\":1}', 504, DEADLINE_EXPIRED",
    "test.add, 'Axiom-Timeout-Ms: soon', '{}', 400, BAD_REQUEST",
    "core.sleep, 'Axiom-Timeout-Ms: 50', '{\"millis\":10000}', 504, DEADLINE_EXCEEDED"
  })
  void aFailureIsAProblemWithTheStatusOfTheWire(
      String tool, String field, String body, int status, String name) {
    RawHttp.Answer answer = invoke(tool, field.isEmpty() ? "" : field + "\r\n", body);
    assertEquals(status, answer.status(), answer::body);
    assertEquals("application/problem+json", answer.fields().get("content-type"));
    assertEquals(name, at(json(answer.body()), "name"));
    assertEquals(status, at(json(answer.body()), "status"));
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, '', 200",
    "tools.example:99, https://app.example, 200",
    "127.0.0.1:80, http://localhost:3000, 200",
    "evil.example, '', 403",
    "localhost, https://evil.example, 403",
    "localhost, null, 403",
    "localhost, http://localhost.evil.example, 403"
  })
  void foreignNamesAndPagesAreRefused(String host, String origin, int status) {
    try (RawHttp http = RIG.connect()) {
      http.send("GET /health HTTP/1.1\r\nHost: " + host + "\r\n");
      http.send((origin.isEmpty() ? "" : "Origin: " + origin + "\r\n") + "\r\n");
      assertEquals(status, http.read().status());
    }
  }

  @Test
  void whatIsTooLongIsRefusedAndTheConnectionEnds() {
    try (RawHttp http = RIG.connect()) {
      http.send("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n\r\n");
      assertEquals(413, http.read().status(), "before the body is read");
      assertTrue(http.isEnded());
    }
    try (RawHttp http = RIG.connect()) {
      http.send("POST /mcp HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
      String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
      for (int sent = 0; sent <= EdgeRig.BODY_BYTES; sent += 0x4000) {
        http.send(chunk);
      }
      assertEquals(413, http.read().status(), "a body that does not tell its length");
    }
    try (RawHttp http = RIG.connect()) {
      http.get("/health", "X-Long: " + "x".repeat(10_000) + "\r\n");
      assertEquals(431, http.read().status());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'",
    "'GARBAGE\r\n\r\n'",
    "'GET /health HTTP/1.1\r\n\r\n'"
  })
  void whatIsNoRequestEndsTheConnection(String bytes) {
    try (RawHttp http = RIG.connect()) {
      int status = http.send(bytes).read().status();
      assertTrue(status >= 400 && status < 500, "status " + status);
      assertTrue(http.isEnded());
    }
  }

  @Test
  void requestsThatComeTogetherAreAnsweredInOrder() {
    try (RawHttp http = RIG.connect()) {
      for (int i = 0; i < 40; i++) {
        http.post("/v1/tools/test.add:invoke", "", "{\"left\":" + i + ",\"right\":1}");
      }
      for (int i = 0; i < 40; i++) {
        assertEquals("{\"sum\":" + (i + 1) + "}", http.read().body());
      }
    }
  }

  @Test
  void aSlowClientIsGivenUp() {
    try (EdgeRig impatient = new EdgeRig(EdgeRig.config(300_000_000L, 300_000_000L));
        RawHttp slow = impatient.connect();
        RawHttp idle = impatient.connect()) {
      slow.send("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{");
      assertEquals(408, slow.read().status());
      assertTrue(slow.isEnded());
      assertTrue(idle.isEnded(), "a connection without a request");
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosed() {
    try (EdgeRig rig = EdgeRig.usual()) {
      List<RawHttp> open = Stream.generate(rig::connect).limit(16).toList();
      open.forEach(http -> assertEquals(200, http.get("/health", "").read().status()));
      try (RawHttp more = rig.connect()) {
        assertTrue(more.isEnded());
      }
      open.forEach(RawHttp::close);
    }
  }
}

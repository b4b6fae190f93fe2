package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.fields;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static io.machinenative.axiom.engine.edge.EdgeRig.stateless;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.config.ConfigReader;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Streams on which nothing happens: those between must not take them for dead ones. */
class SilentStreamTest {
  /** Nothing. */
  record Nothing() {}

  private static final String COMMENT = ": keep-alive";
  private static final String NAMED = "\"name\":\"test.quiet\"";

  /** Lets {@code test.quiet} end. */
  private static final Semaphore END = new Semaphore(0);

  private static Engine engine;

  @BeforeAll
  static void start() {
    engine =
        Engine.builder()
            .with(ConfigReader.parse("edge: {keep-alive: 20ms}", "test"))
            .tool(
                Tool.named("test.quiet")
                    .blocking()
                    .typed(
                        Nothing.class,
                        Nothing.class,
                        (nothing, call) -> {
                          call.progress(1, 2, "begun");
                          END.acquire();
                          return nothing;
                        })
                    .build())
            .listen("http://127.0.0.1:0")
            .start();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static RawHttp connect() {
    return new RawHttp(engine.addresses().getFirst());
  }

  private static void requireStream(RawHttp http, String type) {
    RawHttp.Answer head = http.read();
    assertEquals(200, head.status(), head::toString);
    assertEquals(type, head.fields().get("content-type"));
    assertEquals("no", head.fields().get("x-accel-buffering"), "a proxy must not gather it");
    assertEquals("no-cache", head.fields().get("cache-control"));
  }

  @Test
  void aCallThatReportedOnceAndWorksOn() {
    try (RawHttp http = connect()) {
      String body = stateless("1", "tools/call", NAMED);
      String asking = body.replace("\"_meta\":{", "\"_meta\":{\"progressToken\":\"t\",");
      http.post("/mcp", fields("tools/call", "test.quiet"), asking);
      requireStream(http, "text/event-stream");
      assertEquals("notifications/progress", at(json(http.event()), "method"));
      http.awaitLine(COMMENT);
      http.awaitLine(COMMENT);
      END.release();
      assertEquals(1, at(json(http.event()), "id"), "and then its answer");
    }
  }

  @Test
  void aListener() {
    try (RawHttp http = connect()) {
      String asked = "\"notifications\":{\"toolsListChanged\":true}";
      http.post(
          "/mcp",
          fields("subscriptions/listen", ""),
          stateless("1", "subscriptions/listen", asked));
      requireStream(http, "text/event-stream");
      http.awaitLine(COMMENT);
      http.awaitLine(COMMENT);
    }
  }

  @Test
  void theStreamOfASession() {
    String initialize =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
            + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{}}}";
    try (RawHttp http = connect()) {
      String id = http.post("/mcp", "", initialize).read().fields().get("mcp-session-id");
      http.get("/mcp", "Accept: text/event-stream\r\nMcp-Session-Id: " + id + "\r\n");
      requireStream(http, "text/event-stream");
      http.awaitLine(COMMENT);
      http.awaitLine(COMMENT);
    }
  }

  @Test
  void aStreamOfHttp() {
    try (RawHttp http = connect()) {
      http.post("/v1/tools/test.quiet:invoke", "Accept: text/event-stream\r\n", "{}");
      requireStream(http, "text/event-stream");
      http.awaitLine(COMMENT);
      END.release();
      assertEquals("{\"result\":{}}", http.event());
    }
  }

  @Test
  void linesOfJsonHaveEmptyOnesBetweenThem() {
    try (RawHttp http = connect()) {
      http.post("/v1/tools/test.quiet:invoke", "Accept: application/x-ndjson\r\n", "{}");
      requireStream(http, "application/x-ndjson");
      http.awaitLine("{\"progress\":{\"done\":1,\"total\":2,\"message\":\"begun\"}}");
      http.awaitLine("1"); // a chunk of one byte
      http.awaitLine("");
      END.release();
      http.awaitLine("{\"result\":{}}");
    }
  }
}

package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.engine.Await;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What HTTP asks of a request before it is looked into, and says of the server. */
class HttpRulesTest {
  private static final EdgeRig RIG = EdgeRig.usual();
  private static final String NOTIFIED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

  @AfterAll
  static void stop() {
    RIG.close();
  }

  private static RawHttp.Answer send(String method, String fields, String body) {
    try (RawHttp http = RIG.connect()) {
      return http.send(
              method
                  + " /mcp HTTP/1.1\r\nHost: localhost\r\n"
                  + fields.replace(", ", "\r\n")
                  + (fields.isEmpty() ? "" : "\r\n")
                  + "Content-Length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body)
          .read();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | Content-Type: text/plain                                         | 415",
        "POST |                                                                  | 415",
        "POST | Content-Type: application/json, Accept: text/html                | 406",
        "POST | Content-Type: application/json, Accept: application/json         | 202",
        "POST | Content-Type: application/json; charset=utf-8                    | 202",
        "POST | Content-Type: application/json, Content-Encoding: br             | 415",
        "PUT  | Content-Type: application/json                                   | 405",
        "GET  | Accept: text/event-stream                                        | 405"
      })
  void aMessageIsPostedAsJson(String method, String fields, int status) {
    String sent = fields == null ? "" : fields;
    RawHttp.Answer answer = send(method, sent, method.equals("POST") ? NOTIFIED : "");
    assertEquals(status, answer.status(), answer::toString);
    if (status == 202) {
      assertEquals("", answer.body());
    } else if (status == 405) {
      assertTrue(answer.fields().get("allow").contains("POST"), answer::toString);
    }
  }

  private record Count(int calls) {}

  @Test
  void aKeyGivesTheSameResultAgain() {
    AtomicInteger calls = new AtomicInteger();
    RIG.engine()
        .add(
            List.of(
                Tool.named("test.count")
                    .typed(
                        EdgeRig.Nothing.class,
                        Count.class,
                        (nothing, call) -> new Count(calls.incrementAndGet()))
                    .build()))
        .join();
    String path = "/v1/tools/test.count:invoke";
    try (RawHttp http = RIG.connect()) {
      String first = http.post(path, "Idempotency-Key: order 7\r\n", "{}").read().body();
      assertEquals(first, http.post(path, "Idempotency-Key: order 7\r\n", "{}").read().body());
      assertNotEquals(first, http.post(path, "Idempotency-Key: order 8\r\n", "{}").read().body());
      RawHttp.Answer other = http.post(path, "Idempotency-Key: order 7\r\n", "{ }").read();
      assertEquals(409, other.status(), other::body);
      assertEquals("IDEMPOTENCY_KEY_REUSED", at(json(other.body()), "name"));
      assertEquals(2, calls.get());
      assertEquals(200, http.post(path, "Axiom-Priority: critical\r\n", "{}").read().status());
      RawHttp.Answer wrong = http.post(path, "Axiom-Priority: urgent\r\n", "{}").read();
      assertEquals(400, wrong.status(), wrong::body);
    }
  }

  @Test
  void aServerThatDrainsIsWellButNotReady() throws InterruptedException {
    EdgeRig rig = EdgeRig.usual();
    try (RawHttp waiting = rig.connect();
        RawHttp watcher = rig.connect()) {
      assertEquals(200, watcher.get("/ready", "").read().status());
      waiting.post("/v1/tools/test.wait:invoke", "", "{}");
      rig.running.acquire();
      Thread closing = Thread.ofVirtual().start(rig::close);
      Await.until("it is not ready", () -> watcher.get("/ready", "").read().status() == 503);
      RawHttp.Answer ready = watcher.get("/ready", "").read();
      assertEquals(false, at(json(ready.body()), "ready"));
      assertTrue(at(json(ready.body()), "reasons").toString().contains("drain"), ready::body);
      assertEquals(200, watcher.get("/health", "").read().status());
      waiting.close();
      rig.interrupted.await();
      closing.join();
    }
  }
}

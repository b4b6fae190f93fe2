package io.machinenative.axiom.engine.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An upstream of the newer era that says what it must not: each lie is named, and costs no more.
 */
class LyingUpstreamTest {
  private static final String[] TOOLS = {
    "good", "future", "nothing", "strange", "round", "other", "twice", "cut", "flat", "task"
  };

  private static ScriptedUpstream server;
  private static GatewayRig rig;

  @BeforeAll
  static void start() {
    server = new ScriptedUpstream(LyingUpstreamTest::serve);
    rig =
        new GatewayRig(
            ("{liar: {url: '%s', era: '2026-07-28', breaker: {failures: 1000},"
                    + " timeouts: {silence: 500ms, call: 2s}}}")
                .formatted(server.url()));
    rig.awaitUp("liar");
  }

  @AfterAll
  static void stop() {
    rig.close();
    server.close();
  }

  private static void serve(HttpExchange http) throws IOException {
    try (http) {
      Map<?, ?> request = (Map<?, ?>) Json.read(http.getRequestBody().readAllBytes());
      Object id = request.get("id");
      switch (request.get("method").toString()) {
        case "server/discover" ->
            answer(
                http,
                id,
                "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],"
                    + "\"capabilities\":{\"tools\":{}}}");
        case "tools/list" -> answer(http, id, list());
        case "tools/call" ->
            call(http, id, ((Map<?, ?>) request.get("params")).get("name").toString());
        default -> http.sendResponseHeaders(405, -1);
      }
    }
  }

  private static String list() {
    StringJoiner tools = new StringJoiner(",", "{\"resultType\":\"complete\",\"tools\":[", "]}");
    for (String tool : TOOLS) {
      tools.add(
          "{\"name\":\""
              + tool
              + "\",\"inputSchema\":{\"type\":\"object\"},"
              + "\"icons\":[{\"src\":\""
              + (tool.equals("future") ? "data:image/svg+xml,<svg/>" : "javascript:alert(1)")
              + "\"}]}");
    }
    return tools.toString();
  }

  private static void call(HttpExchange http, Object id, String tool) throws IOException {
    String good = "{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"ok\"}]}";
    switch (tool) {
      case "good" -> answer(http, id, good);
      case "future" -> answer(http, id, "{\"resultType\":\"perhaps\"}");
      case "nothing" -> answer(http, id, "{\"resultType\":\"input_required\"}");
      case "strange" ->
          answer(
              http,
              id,
              "{\"resultType\":\"input_required\",\"inputRequests\":{\"a\":"
                  + "{\"method\":\"system/shutdown\",\"params\":{}}}}");
      case "round" ->
          answer(http, id, "{\"resultType\":\"input_required\",\"requestState\":\"again\"}");
      case "other" -> answer(http, 4711, good);
      case "twice" -> {
        String event = "data: " + message(id, good) + "\n\n";
        send(http, "text/event-stream", event + event);
      }
      case "cut" -> send(http, "text/event-stream", "data: " + message(id, good).substring(9));
      case "flat" -> answer(http, id, "\"complete\"");
      default -> answer(http, id, "{\"resultType\":\"task\",\"taskId\":\"t\"}");
    }
  }

  private static String message(Object id, String result) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
  }

  private static void answer(HttpExchange http, Object id, String result) throws IOException {
    send(http, "application/json", message(id, result));
  }

  private static void send(HttpExchange http, String type, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    http.getResponseHeaders().add("Content-Type", type);
    http.sendResponseHeaders(200, bytes.length);
    http.getResponseBody().write(bytes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "good    | 200 | ok",
        "twice   | 200 | ok",
        "future  | 422 | of type \\\"perhaps\\\", which is not understood",
        "task    | 422 | of type \\\"task\\\", which is not understood",
        "nothing | 422 | asks for nothing, and has no result",
        "strange | 422 | asks what no client answers",
        "round   | 422 | wants its state back again and again",
        "flat    | 422 | wrong result",
      })
  void eachLieIsNamed(String tool, int status, String why) {
    RawHttp.Answer answer = rig.invoke("liar." + tool, "", "{}");
    assertEquals(status, answer.status(), answer::body);
    assertTrue(answer.body().contains(why), answer::body);
  }

  @Test
  void iconsThatNobodyShouldOpenAreLeftOut() {
    String notes = rig.upstream("liar").notes().toString();
    assertTrue(notes.contains("icons of good are left out: expected an icon at https:"), notes);
    assertTrue(notes.contains("icons of future are left out: expected an icon at https:"), notes);
    assertFalse(rig.ask("tools/list", "", "").toString().contains("icons"));
  }

  @Test
  void anAnswerToSomethingElseIsNoAnswer() {
    for (String tool : new String[] {"other", "cut"}) {
      RawHttp.Answer answer = rig.invoke("liar." + tool, "", "{}");
      assertTrue(answer.status() >= 400, answer::body);
      assertTrue(answer.body().contains("upstream liar"), answer::body);
    }
    assertEquals(200, rig.invoke("liar.good", "", "{}").status(), "it is served on");
  }
}

package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.fields;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static io.machinenative.axiom.engine.edge.EdgeRig.stateless;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MCP over HTTP, in both eras: what is right is answered, and what is wrong is refused. */
class McpEdgeTest {
  private static final EdgeRig RIG = EdgeRig.usual();

  @AfterAll
  static void stop() {
    RIG.close();
  }

  private static RawHttp.Answer call(String fields, String body) {
    try (RawHttp http = RIG.connect()) {
      return http.post("/mcp", fields, body).read();
    }
  }

  private static Map<?, ?> older(String id, String method, String params) {
    return json(
        call(
                "",
                "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":%s}"
                    .formatted(id, method, params))
            .body());
  }

  @Test
  void bothErasCallTheSameTool() {
    String call = "\"name\":\"test.add\",\"arguments\":{\"left\":2,\"right\":3}";
    RawHttp.Answer newer =
        call(fields("tools/call", "test.add"), stateless("\"a\\u0062\"", "tools/call", call));
    assertEquals(200, newer.status());
    assertEquals("ab", at(json(newer.body()), "id"));
    assertEquals("complete", at(json(newer.body()), "result", "resultType"));
    assertEquals(5, at(json(newer.body()), "result", "structuredContent", "sum"));
    Map<?, ?> older = older("7", "tools/call", "{" + call + "}");
    assertEquals(7, at(older, "id"));
    assertEquals("{\"sum\":5}", at(older, "result", "content", 0, "text"));
    assertEquals(null, at(older, "result", "resultType"));
  }

  @Test
  void wrongArgumentsAndFailuresAreForTheModelToRead() {
    Map<?, ?> wrong =
        older("1", "tools/call", "{\"name\":\"test.add\",\"arguments\":{\"left\":-1,\"right\":3}}");
    assertEquals(true, at(wrong, "result", "isError"));
    assertTrue(at(wrong, "result", "content", 0, "text").toString().contains("/left"));
    Map<?, ?> failed = older("1", "tools/call", "{\"name\":\"test.fail\"}");
    assertEquals("out of stock", at(failed, "result", "content", 0, "text"));
    Map<?, ?> unknown = older("1", "tools/call", "{\"name\":\"test.nothing\"}");
    assertEquals(-32602, at(unknown, "error", "code"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"|-32700",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}|-32700",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":1,\"\\u0061\":2}}|-32700",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]|-32600",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}|-32600",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}|-32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}|-32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}|-32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}|-32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1}|-32600",
        "7|-32700",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"nothing/at-all\"}|-32601"
      })
  void whatIsNoRequestHasItsError(String body, int code) {
    RawHttp.Answer answer = call("", body);
    assertEquals(code, at(json(answer.body()), "error", "code"), answer::body);
    assertEquals(code == -32601 ? 200 : 400, answer.status());
  }

  @Test
  void aPartThatIsReadLaterMayNameNothingTwice() {
    String params =
        "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"a\",\"name\":\"b\"},"
            + "\"argument\":{\"name\":\"a\",\"value\":\"v\"}}";
    Map<?, ?> answer = older("1", "completion/complete", params);
    assertEquals(-32602, at(answer, "error", "code"), answer::toString);
  }

  @Test
  void badUtf8AndDeepNestingAreNoJson() {
    try (RawHttp http = RIG.connect()) {
      byte[] body =
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\u00c0\u0080\"}".getBytes(ISO_8859_1);
      assertEquals(-32700, at(json(http.post("/mcp", "", body).read().body()), "error", "code"));
      String deep = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":";
      RawHttp.Answer answer = http.post("/mcp", "", deep + "[".repeat(30_000)).read();
      assertEquals(-32700, at(json(answer.body()), "error", "code"));
      String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
      assertEquals(200, http.post("/mcp", "", ping).read().status(), "the connection serves on");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tools/list, test.add, -32020",
    "tools/call, test.fail, -32020",
    "tools/call, '', -32020",
    "tools/call, =?base64?dGVzdC5hZGQ=?=, 0",
    "tools/call, =?base64?dGVzdC5hZGQ?=, -32020"
  })
  void headerAndBodyMustAgree(String method, String name, int code) {
    String body =
        stateless(
            "1", "tools/call", "\"name\":\"test.add\",\"arguments\":{\"left\":1,\"right\":1}");
    RawHttp.Answer answer = call(fields(method, name), body);
    assertEquals(code == 0 ? 200 : 400, answer.status(), answer::body);
    if (code != 0) {
      assertEquals(code, at(json(answer.body()), "error", "code"));
      assertEquals(1, at(json(answer.body()), "id"));
    }
  }

  @Test
  void anotherRevisionIsRefusedWithThoseThatAreSpoken() {
    String body = stateless("1", "tools/list", "").replace("2026-07-28", "2031-01-01");
    RawHttp.Answer answer =
        call("MCP-Protocol-Version: 2031-01-01\r\nMcp-Method: tools/list\r\n", body);
    assertEquals(400, answer.status());
    assertEquals(-32022, at(json(answer.body()), "error", "code"));
    assertEquals("2026-07-28", at(json(answer.body()), "error", "data", "supported", 0));
  }

  @Test
  void listsComeInPages() {
    List<Tool> many =
        java.util.stream.IntStream.range(0, 150)
            .mapToObj(i ->
                Tool.named("page.tool-%03d".formatted(i)).raw(ContentType.JSON, call -> {}).build())
            .toList();
    RIG.engine().add(many).join();
    Map<?, ?> first = older("1", "tools/list", "{}");
    String cursor = at(first, "result", "nextCursor").toString();
    Map<?, ?> second = older("1", "tools/list", "{\"cursor\":\"" + cursor + "\"}");
    int tools =
        ((List<?>) at(first, "result", "tools")).size()
            + ((List<?>) at(second, "result", "tools")).size();
    assertEquals(RIG.engine().info().tools(), tools);
    assertEquals(-32602, at(older("1", "tools/list", "{\"cursor\":\"bm9uZQ\"}"), "error", "code"));
  }

  @Test
  void aStateThatWasAlteredOrIsOfAnotherRequestIsRefused() {
    String tool = "test_input_required_result_request_state";
    String fields = fields("tools/call", tool);
    String first = call(fields, stateless("1", "tools/call", "\"name\":\"" + tool + "\"")).body();
    assertEquals("input_required", at(json(first), "result", "resultType"));
    String state = at(json(first), "result", "requestState").toString();
    String answers =
        ",\"inputResponses\":{\"confirm\":{\"action\":\"accept\",\"content\":{\"ok\":true}}}";
    String round = "\"name\":\"%s\"" + answers + ",\"requestState\":\"%s\"";
    String right = call(fields, stateless("2", "tools/call", round.formatted(tool, state))).body();
    assertTrue(right.contains("state-ok"), right);
    char other = state.charAt(40) == 'A' ? 'B' : 'A';
    String altered = state.substring(0, 40) + other + state.substring(41);
    String wrong =
        call(fields, stateless("3", "tools/call", round.formatted(tool, altered))).body();
    assertEquals(-32602, at(json(wrong), "error", "code"), wrong);
    String elsewhere = "test_input_required_result_tampered_state";
    String replayed =
        call(
                fields("tools/call", elsewhere),
                stateless("4", "tools/call", round.formatted(elsewhere, state)))
            .body();
    assertEquals(-32602, at(json(replayed), "error", "code"), replayed);
  }

  @Test
  void aClientThatGoesStopsItsTool() throws InterruptedException {
    try (RawHttp http = RIG.connect()) {
      String call = "\"name\":\"test.wait\"";
      http.post("/mcp", fields("tools/call", "test.wait"), stateless("1", "tools/call", call));
      assertTrue(RIG.running.tryAcquire(20, TimeUnit.SECONDS), "the tool runs");
    }
    assertTrue(RIG.interrupted.await(20, TimeUnit.SECONDS), "the tool was told to stop");
  }

  /** Header fields of a session whose client can be asked for a form. */
  private static String session() {
    try (RawHttp http = RIG.connect()) {
      String initialize =
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
              + "\"2025-11-25\",\"capabilities\":{\"elicitation\":{}},\"clientInfo\":{}}}";
      String id = http.post("/mcp", "", initialize).read().fields().get("mcp-session-id");
      return "Mcp-Session-Id: " + id + "\r\nMCP-Protocol-Version: 2025-11-25\r\n";
    }
  }

  /** The tool does not wait for another one, and its call ends. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"result\":{\"action\":\"accept\",\"content\":{\"name\":\"a\",\"name\":\"b\"}}",
        "\"result\":7",
        "\"error\":{\"code\":-1,\"message\":\"no\"}",
      })
  void aQuestionThatIsAnsweredWronglyEndsItsCall(String answer) {
    String fields = session();
    try (RawHttp calling = RIG.connect();
        RawHttp answering = RIG.connect()) {
      calling.post(
          "/mcp",
          fields,
          "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":"
              + "\"test_elicitation\",\"arguments\":{\"message\":\"who?\"}}}");
      assertEquals("text/event-stream", calling.read().fields().get("content-type"));
      Object id = json(calling.event()).get("id");
      String body = "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",%s}".formatted(id, answer);
      assertEquals(202, answering.post("/mcp", fields, body).read().status());
      Map<?, ?> last = json(calling.event());
      assertEquals(2, last.get("id"), last::toString);
      assertEquals(true, at(last, "result", "isError"), last::toString);
    }
  }

  @Test
  void aSessionIsAskedOnTheStreamOfItsRequest() {
    String fields = session();
    try (RawHttp calling = RIG.connect();
        RawHttp answering = RIG.connect()) {
      calling.post(
          "/mcp",
          fields,
          "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":"
              + "\"test_input_required_result_multi_round\"}}");
      assertEquals("text/event-stream", calling.read().fields().get("content-type"));
      for (String answer : List.of("{\"name\":\"Ada\"}", "{\"color\":\"red\"}")) {
        Map<?, ?> question = json(calling.event());
        assertEquals("elicitation/create", question.get("method"));
        String body =
            "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"result\":{\"action\":\"accept\",\"content\":%s}}"
                .formatted(question.get("id"), answer);
        assertEquals(202, answering.post("/mcp", fields, body).read().status());
      }
      String last = calling.event();
      assertTrue(last.contains("Multi-round complete for Ada who likes red"), last);
      assertEquals(null, calling.event(), "the stream ends with the answer");
    }
    try (RawHttp http = RIG.connect()) {
      http.send("DELETE /mcp HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n");
      assertEquals(204, http.read().status());
      String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
      assertEquals(404, http.post("/mcp", fields, ping).read().status());
    }
  }

  @Test
  void aListenerHearsWhatItAskedForAndNothingElse() {
    try (RawHttp listening = RIG.connect()) {
      listening.post(
          "/mcp",
          fields("subscriptions/listen", ""),
          stateless(
              "9", "subscriptions/listen", "\"notifications\":{\"promptsListChanged\":true}"));
      listening.read();
      assertTrue(listening.event().contains("subscriptions/acknowledged"));
      for (String tool : List.of("test_trigger_tool_change", "test_trigger_prompt_change")) {
        assertFalse(older("1", "tools/call", "{\"name\":\"" + tool + "\"}").isEmpty());
      }
      String heard = listening.event();
      assertTrue(heard.contains("notifications/prompts/list_changed"), heard);
      assertTrue(heard.contains("\"io.modelcontextprotocol/subscriptionId\":9"), heard);
    }
  }
}

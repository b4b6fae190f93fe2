package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Authenticator;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.Verdict;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.engine.Await;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.config.ConfigReader;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway before a server of our own, joined in both eras: all that passes through it. */
class GatewayTest {
  private static EdgeRig server;
  private static GatewayRig gateway;

  @BeforeAll
  static void start() {
    server = EdgeRig.usual();
    String url = server.engine().addresses().getFirst() + "/mcp";
    gateway =
        new GatewayRig(
            "{newer: {url: '%s', era: '2026-07-28'}, older: {url: '%s', era: older}}"
                .formatted(url, url));
    gateway.awaitUp("newer");
    gateway.awaitUp("older");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    server.close();
  }

  @Test
  void eachEraIsSpokenAsConfigured() {
    assertEquals("2026-07-28", gateway.upstream("newer").revision());
    assertEquals("2025-11-25", gateway.upstream("older").revision());
    assertEquals(List.of(), gateway.engine().info().health().degraded());
  }

  @Test
  void toolsAreListedAsTheyAreThere() {
    Map<?, ?> there = tool(direct("tools/list"), "json_schema_2020_12_tool");
    Map<?, ?> here = tool(gateway.ask("tools/list", "", ""), "newer.json_schema_2020_12_tool");
    assertEquals(Json.text(there.get("inputSchema")), Json.text(here.get("inputSchema")));
    assertEquals(there.get("title"), here.get("title"));
    assertEquals(there.get("description"), here.get("description"));
    assertEquals(there.get("annotations"), here.get("annotations"));
  }

  @ParameterizedTest
  @CsvSource({
    "tools/list, tools, name, test_image_content, newer.test_image_content",
    "resources/list, resources, uri, test://static-binary, test://static-binary",
    "resources/templates/list, resourceTemplates, name, template, template",
    "prompts/list, prompts, name, test_simple_prompt, older.test_simple_prompt"
  })
  void iconsPass(String method, String member, String key, String there, String here) {
    Object icons = entry(direct(method), member, key, there).get("icons");
    assertEquals("image/png", at(icons, 0, "mimeType"));
    assertEquals("1x1", at(icons, 0, "sizes", 0));
    assertEquals("dark", at(icons, 0, "theme"));
    assertTrue(at(icons, 0, "src").toString().startsWith("data:image/png;base64,iVBOR"));
    assertEquals(icons, entry(gateway.ask(method, "", ""), member, key, here).get("icons"));
  }

  private static Map<?, ?> direct(String method) {
    try (RawHttp http = server.connect()) {
      return json(
          http.post("/mcp", EdgeRig.fields(method, ""), EdgeRig.stateless("1", method, ""))
              .read()
              .body());
    }
  }

  private static Map<?, ?> tool(Map<?, ?> list, String name) {
    return entry(list, "tools", "name", name);
  }

  private static Map<?, ?> entry(Map<?, ?> list, String member, String key, String value) {
    return ((List<?>) at(list, "result", member))
        .stream()
            .map(Map.class::cast)
            .filter(one -> value.equals(one.get(key)))
            .findFirst()
            .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"newer", "older"})
  void resultsOfAllKindsPass(String era) {
    Map<?, ?> sum = gateway.call(era + ".test.add", "{\"left\":2,\n\"right\":3}");
    assertEquals(5, at(sum, "result", "structuredContent", "sum"));
    assertEquals("{\"sum\":5}", GatewayRig.text(sum));
    Map<?, ?> mixed = gateway.call(era + ".test_multiple_content_types", "{}");
    assertEquals("image", at(mixed, "result", "content", 1, "type"));
    assertEquals("resource", at(mixed, "result", "content", 2, "type"));
    Map<?, ?> failed = gateway.call(era + ".test_error_handling", "{}");
    assertEquals(true, at(failed, "result", "isError"));
    Map<?, ?> wrong = gateway.call(era + ".test.add", "{\"left\":-1,\"right\":3}");
    assertTrue(GatewayRig.text(wrong).contains("/left"), wrong::toString);
  }

  @Test
  void clientsOfTheBinaryProtocolGetTheResultAlone() {
    try (AxiomClient client = AxiomClient.builder().inproc(gateway.engine().inproc()).connect()) {
      assertEquals("{\"sum\":5}", client.callJson("newer.test.add", "{\"left\":2,\"right\":3}"));
      Map<?, ?> said = json(client.callJson("older.test_simple_text", "{}"));
      assertEquals("text", at(said, "content", 0, "type"));
    }
  }

  @Test
  void progressPasses() {
    try (RawHttp http = gateway.connect()) {
      http.post(
          "/mcp",
          "",
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":"
              + "\"older.test_tool_with_progress\",\"_meta\":{\"progressToken\":\"t\"}}}");
      assertEquals(200, http.read().status());
      assertEquals("notifications/progress", json(http.event()).get("method"));
    }
  }

  @Test
  void resourcesAndPromptsAreJoined() {
    Map<?, ?> text =
        gateway.ask("resources/read", "test://static-text", "\"uri\":\"test://static-text\"");
    assertEquals("test://static-text", at(text, "result", "contents", 0, "uri"));
    String name = "older.test_prompt_with_arguments";
    Map<?, ?> prompt =
        gateway.ask(
            "prompts/get",
            name,
            "\"name\":\"" + name + "\",\"arguments\":{\"arg1\":\"a\",\"arg2\":\"b\"}");
    assertEquals(
        "Prompt with arguments: arg1='a', arg2='b'",
        at(prompt, "result", "messages", 0, "content", "text"));
  }

  private static Map<?, ?> ask(GatewayRig rig, String who, String tool, String more) {
    String params = "\"name\":\"" + tool + "\",\"arguments\":{\"message\":\"Who?\"}" + more;
    try (RawHttp http = rig.connect()) {
      return json(
          http.post(
                  "/mcp",
                  EdgeRig.fields("tools/call", tool) + "Authorization: Bearer " + who + "\r\n",
                  EdgeRig.stateless("1", "tools/call", params))
              .read()
              .body());
    }
  }

  /** Both a question that its server has sealed, and one for which its call waits here. */
  @Test
  void aQuestionIsAnsweredByWhoWasAsked() {
    String url = server.engine().addresses().getFirst() + "/mcp";
    Authenticator byWord =
        (credential, nowMs) ->
            Verdict.accepted(
                Principal.of(
                    new String(credential.secret(), UTF_8), Principal.Kind.OTHER, Set.of()));
    try (GatewayRig rig =
        new GatewayRig(
            "{newer: {url: '%s', era: '2026-07-28'}, older: {url: '%s', era: older}}"
                .formatted(url, url),
            List.of(byWord))) {
      for (String era : List.of("newer", "older")) {
        rig.awaitUp(era);
        String tool = era + ".test_elicitation";
        Map<?, ?> asked = ask(rig, "ada", tool, "");
        String key =
            ((Map<?, ?>) at(asked, "result", "inputRequests"))
                .keySet()
                .iterator()
                .next()
                .toString();
        String responses =
            ",\"inputResponses\":{\"%s\":{\"action\":\"decline\"}},\"requestState\":\"%s\""
                .formatted(key, at(asked, "result", "requestState"));
        Map<?, ?> other = ask(rig, "eve", tool, responses);
        assertTrue(other.containsKey("error"), other::toString);
        Map<?, ?> answered = ask(rig, "ada", tool, responses);
        assertTrue(GatewayRig.text(answered).contains("decline"), answered::toString);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"newer", "older"})
  void questionsComeToOurCaller(String era) {
    String tool = era + ".test_elicitation";
    Map<?, ?> asked = gateway.call(tool, "{\"message\":\"Who?\"}");
    assertEquals("input_required", at(asked, "result", "resultType"), asked::toString);
    Map<?, ?> questions = (Map<?, ?>) at(asked, "result", "inputRequests");
    String key = questions.keySet().iterator().next().toString();
    assertEquals("Who?", at(questions, key, "params", "message"));
    String responses =
        ",\"inputResponses\":{\"%s\":{\"action\":\"decline\"}},\"requestState\":\"%s\""
            .formatted(key, at(asked, "result", "requestState"));
    Map<?, ?> answered = gateway.call(tool, "{\"message\":\"Who?\"}", responses);
    assertTrue(GatewayRig.text(answered).startsWith("User response:"), answered::toString);
    assertTrue(GatewayRig.text(answered).contains("decline"), answered::toString);
    assertEquals(0, gateway.upstream(era).waiting());

    Map<?, ?> cannot = gateway.call(era + ".test_sampling", "{\"prompt\":\"Hello\"}");
    Object refused =
        era.equals("newer") ? at(cannot, "error", "code") : at(cannot, "result", "isError");
    assertEquals(era.equals("newer") ? -32021 : true, refused, cannot::toString);
  }

  @Test
  void anEndedCallEndsThere() throws InterruptedException {
    RawHttp.Answer late = gateway.invoke("newer.test.wait", "Axiom-Timeout-Ms: 200\r\n", "{}");
    assertEquals(504, late.status(), late::body);
    assertTrue(server.interrupted.await(60, TimeUnit.SECONDS), "the server was not told");
    Await.until("no call in flight", () -> gateway.upstream("newer").inFlight() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "older"})
  void aServerThatComesBackIsFound(String era) {
    Engine first = plain("http://127.0.0.1:0");
    String address = first.addresses().getFirst();
    try (GatewayRig rig = new GatewayRig("{s: {url: '" + address + "/mcp', era: " + era + "}}")) {
      rig.awaitUp("s");
      assertEquals(200, rig.invoke("s.core.echo", "", "{\"a\":1}").status());
      first.close();
      Await.until(
          () -> "named as degraded: " + rig.engine().upstreams(),
          () ->
              rig.invoke("s.core.echo", "", "{}").status() == 503
                  && !rig.engine().info().health().degraded().isEmpty());
      assertTrue(rig.invoke("s.core.echo", "", "{}").body().contains("upstream s is down"));
      assertEquals(200, rig.invoke("core.upstreams", "", "{}").status());
      Engine second = plain(address);
      try {
        Await.until(
            () -> "called again: " + rig.engine().upstreams(),
            () -> rig.invoke("s.core.echo", "", "{}").status() == 200);
        rig.awaitUp("s");
        assertEquals(List.of(), rig.engine().info().health().degraded());
      } finally {
        second.close();
      }
    } finally {
      first.close();
    }
  }

  private static Engine plain(String address) {
    return Engine.builder().plugin(new CoreToolsPlugin()).listen(address).start();
  }

  @Test
  void theConfigurationIsFollowed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("axiom.yaml"), "upstreams: {}\n");
    String url = server.engine().addresses().getFirst() + "/mcp";
    List<String> log = new CopyOnWriteArrayList<>();
    try (GatewayRig rig = new GatewayRig("{}")) {
      rig.engine().follow(file, ConfigReader.file(file), log::add);
      Files.writeString(file, "upstreams: {late: {url: '" + url + "', allow: ['test.*']}}\n");
      Await.until(
          () -> "joined: " + log,
          () -> rig.invoke("late.test.add", "", "{\"left\":2,\"right\":3}").status() == 200);
      assertEquals(404, rig.invoke("late.test_simple_text", "", "{}").status());
      assertEquals(List.of("configuration: upstreams: changed"), log);
      Files.writeString(file, "name: axiom\n");
      Await.until(
          () -> "left: " + log, () -> rig.invoke("late.test.add", "", "{}").status() == 404);
      assertEquals(List.of(), rig.engine().upstreams());
    }
  }
}

package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.fields;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static io.machinenative.axiom.engine.edge.EdgeRig.stateless;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Content;
import io.machinenative.axiom.api.InputRequest;
import io.machinenative.axiom.api.Offer;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.Prompt;
import io.machinenative.axiom.api.Resource;
import io.machinenative.axiom.api.ResourceContents;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.samples.conformance.ConformancePlugin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions: what they are granted, asked and told; lists and completions that are long. */
class OlderEraTest {
  private static final int MANY = 150;
  private static final int WORDS = 250;
  private static final String ASKING = "asks://name";

  private static final Engine ENGINE =
      Engine.builder()
          .plugin(new ConformancePlugin())
          .plugin(new ManyOffers())
          .edge(EdgeRig.config(60_000_000_000L, 20_000_000_000L))
          .listen("http://127.0.0.1:0")
          .start();

  @AfterAll
  static void stop() {
    ENGINE.close();
  }

  /** More resources and prompts than a page holds, words to choose from, and one that asks. */
  private static final class ManyOffers implements Plugin {
    @Override
    public String id() {
      return "many";
    }

    @Override
    public String version() {
      return "1.0.0";
    }

    @Override
    public List<Tool> tools() {
      return List.of();
    }

    @Override
    public List<Offer> offers() {
      Prompt.Argument word =
          new Prompt.Argument("word", "One of many", false, ManyOffers::complete);
      Stream<Offer> many =
          IntStream.range(0, MANY)
              .boxed()
              .flatMap(i ->
                  Stream.of(
                      resource("many://%03d".formatted(i)),
                      Prompt.of(
                          "many-%03d".formatted(i),
                          "One of many.",
                          List.of(word),
                          (arguments, call) -> List.of(Prompt.Message.user(Content.text("one"))))));
      return Stream.concat(many, Stream.of(asking())).toList();
    }

    private static Offer resource(String uri) {
      return Resource.of(uri, uri, "One of many.", "text/plain", call -> text(uri, "one"));
    }

    private static Offer asking() {
      return Resource.of(
          ASKING,
          "asking",
          "Says a name that it asks for.",
          "text/plain",
          call -> {
            InputRequest question = InputRequest.elicitation("Who?", Map.of("type", "object"));
            return text(
                ASKING, "for " + at(call.interaction().ask("who", question), "content", "name"));
          });
    }

    private static List<ResourceContents> text(String uri, String text) {
      return List.of(ResourceContents.text(uri, "text/plain", text));
    }

    private static List<String> complete(String begun, Map<String, String> others) {
      return IntStream.range(0, WORDS)
          .mapToObj(i -> begun + others.getOrDefault("kind", "-") + i)
          .toList();
    }
  }

  private static RawHttp connect() {
    return new RawHttp(ENGINE.addresses().getFirst());
  }

  private static OlderClient session(String capabilities) {
    return new OlderClient(OlderEraTest::connect, "2025-11-25", capabilities);
  }

  private static RawHttp call(OlderClient client, String tool, String arguments) {
    return client.begin(
        "5", "tools/call", "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments));
  }

  @ParameterizedTest
  @CsvSource({
    "2025-11-25, 2025-11-25",
    "2025-06-18, 2025-06-18",
    "2025-03-26, 2025-03-26",
    "2024-11-05, 2025-11-25",
    "2026-07-28, 2025-11-25"
  })
  void aSessionIsGrantedARevision(String asked, String granted) {
    OlderClient client = new OlderClient(OlderEraTest::connect, asked, "{}");
    assertEquals(granted, at(client.greeting(), "result", "protocolVersion"));
    assertEquals("Axiom", at(client.greeting(), "result", "serverInfo", "title"));
    assertEquals(EdgeRig.ICON, at(client.greeting(), "result", "serverInfo", "icons", 0, "src"));
    try (RawHttp http = connect()) {
      String fields = client.fields() + "MCP-Protocol-Version: " + granted + "\r\n";
      RawHttp.Answer pong =
          http.post("/mcp", fields, OlderClient.message("2", "ping", "{}")).read();
      assertEquals(Map.of(), json(pong.body()).get("result"));
    }
    assertEquals(204, client.end());
    assertEquals(404, client.answer("ping", "{}").status());
  }

  @Test
  void theModelOfAClientIsAsked() {
    OlderClient client = session("{\"sampling\":{}}");
    try (RawHttp calling = call(client, "test_sampling", "{\"prompt\":\"Hello\"}")) {
      assertEquals(200, calling.read().status());
      Map<?, ?> question = json(calling.event());
      assertEquals("sampling/createMessage", question.get("method"));
      assertEquals("Hello", at(question, "params", "messages", 0, "content", "text"));
      String answer =
          "{\"role\":\"assistant\",\"model\":\"m\",\"content\":{\"type\":\"text\",\"text\":\"Hi\"}}";
      OlderClient other = session("{\"sampling\":{}}");
      assertEquals(202, other.reply(question, answer.replace("Hi", "Boo")));
      assertEquals(202, client.reply(question, answer));
      assertEquals("LLM response: Hi", at(json(calling.event()), "result", "content", 0, "text"));
      assertNull(calling.event(), "the stream ends with the answer");
    }
  }

  @Test
  void manyQuestionsAreAnsweredInAnyOrder() {
    OlderClient client = session("{\"sampling\":{},\"elicitation\":{},\"roots\":{}}");
    try (RawHttp calling = call(client, "test_input_required_result_multiple_inputs", "{}")) {
      calling.read();
      Map<Object, Map<?, ?>> questions = new HashMap<>();
      for (int i = 0; i < 3; i++) {
        Map<?, ?> question = json(calling.event());
        questions.put(question.get("method"), question);
      }
      client.reply(
          questions.get("roots/list"),
          "{\"roots\":[{\"uri\":\"file:///a\"},{\"uri\":\"file:///b\"}]}");
      client.reply(
          questions.get("sampling/createMessage"),
          "{\"role\":\"assistant\",\"model\":\"m\",\"content\":{\"type\":\"text\",\"text\":\"Hi\"}}");
      client.reply(
          questions.get("elicitation/create"),
          "{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}");
      assertEquals(
          "Name: Ada; Greeting: Hi; Roots: 2",
          at(json(calling.event()), "result", "content", 0, "text"));
    }
  }

  @Test
  void aClientThatCannotAnswerEndsTheCall() {
    OlderClient client = session("{\"roots\":{}}");
    try (RawHttp calling = call(client, "test_input_required_result_list_roots", "{}")) {
      calling.read();
      Object id = json(calling.event()).get("id");
      client.tell(
          "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"error\":{\"code\":-32601,\"message\":\"no\"}}"
              .formatted(id));
      Map<?, ?> answer = json(calling.event());
      assertEquals(true, at(answer, "result", "isError"), answer::toString);
    }
    try (RawHttp calling = call(client, "test_sampling", "{\"prompt\":\"Hello\"}")) {
      String answer = calling.read().body();
      assertTrue(answer.contains("needs a client with sampling"), answer);
    }
  }

  @Test
  void aResourceMayAsk() {
    String uri = "\"uri\":\"" + ASKING + "\"";
    String answer = "{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}";
    OlderClient client = session("{\"elicitation\":{}}");
    try (RawHttp reading = client.begin("5", "resources/read", "{" + uri + "}")) {
      reading.read();
      client.reply(json(reading.event()), answer);
      assertEquals("for Ada", at(json(reading.event()), "result", "contents", 0, "text"));
    }
    Map<?, ?> asked = newer(uri);
    assertEquals("input_required", at(asked, "result", "resultType"), asked::toString);
    Map<?, ?> read =
        newer(
            uri
                + ",\"inputResponses\":{\"who\":%s},\"requestState\":\"%s\""
                    .formatted(answer, at(asked, "result", "requestState")));
    assertEquals("for Ada", at(read, "result", "contents", 0, "text"), read::toString);
  }

  private static Map<?, ?> newer(String params) {
    try (RawHttp http = connect()) {
      return json(
          http.post(
                  "/mcp",
                  fields("resources/read", ASKING),
                  stateless("1", "resources/read", params))
              .read()
              .body());
    }
  }

  @Test
  void messagesBelowTheLevelOfASessionAreNotSent() {
    OlderClient client = session("{}");
    assertEquals(Map.of(), client.ask("logging/setLevel", "{\"level\":\"warning\"}").get("result"));
    try (RawHttp calling = call(client, "test_logging_tool", "{}")) {
      RawHttp.Answer answer = calling.read();
      assertEquals("logged", at(json(answer.body()), "result", "content", 0, "text"));
    }
    client.ask("logging/setLevel", "{\"level\":\"info\"}");
    try (RawHttp calling = call(client, "test_logging_tool", "{}")) {
      calling.read();
      Map<?, ?> message = json(calling.event());
      assertEquals("notifications/message", message.get("method"));
      assertEquals("info", at(message, "params", "level"));
      assertEquals("test", at(message, "params", "logger"));
      assertEquals("logged", at(json(calling.event()), "result", "content", 0, "text"));
    }
    Map<?, ?> wrong = client.ask("logging/setLevel", "{\"level\":\"loud\"}");
    assertEquals(-32602, at(wrong, "error", "code"));
  }

  @ParameterizedTest
  @CsvSource({"resources/list, resources, uri, many://", "prompts/list, prompts, name, many-"})
  void longListsComeInPages(String method, String member, String key, String prefix) {
    OlderClient client = session("{}");
    List<Object> all = new ArrayList<>();
    Object cursor = null;
    int pages = 0;
    do {
      String params = cursor == null ? "{}" : "{\"cursor\":\"" + cursor + "\"}";
      Map<?, ?> page = (Map<?, ?>) client.ask(method, params).get("result");
      ((List<?>) page.get(member)).forEach(one -> all.add(at(one, key)));
      cursor = page.get("nextCursor");
      pages++;
    } while (cursor != null);
    Set<Object> distinct = new HashSet<>(all);
    assertEquals(all.size(), distinct.size(), "none comes twice");
    assertEquals(MANY, distinct.stream().filter(one -> one.toString().startsWith(prefix)).count());
    assertEquals(2, pages);
    Map<?, ?> wrong = client.ask(method, "{\"cursor\":\"bm9uZQ\"}");
    assertEquals(-32602, at(wrong, "error", "code"));
  }

  @Test
  void aCompletionSaysHowManyThereAre() {
    String params =
        "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"many-007\"},"
            + "\"argument\":{\"name\":\"word\",\"value\":\"w\"}%s}";
    Map<?, ?> answer =
        session("{}")
            .ask(
                "completion/complete",
                params.formatted(",\"context\":{\"arguments\":{\"kind\":\"=\"}}"));
    Map<?, ?> completion = (Map<?, ?>) at(answer, "result", "completion");
    assertEquals(100, ((List<?>) completion.get("values")).size());
    assertEquals("w=99", at(completion, "values", 99));
    assertEquals(WORDS, completion.get("total"));
    assertEquals(true, completion.get("hasMore"));
    assertNotEquals(
        "w=99",
        at(
            session("{}").ask("completion/complete", params.formatted("")),
            "result",
            "completion",
            "values",
            99));
  }

  @Test
  void aLinkNamesAResource() {
    try (RawHttp calling = call(session("{}"), "test_resource_link", "{}")) {
      Map<?, ?> link = (Map<?, ?>) at(json(calling.read().body()), "result", "content", 0);
      assertEquals("resource_link", link.get("type"));
      assertEquals("test://static-text", link.get("uri"));
      assertEquals("static-text", link.get("name"));
      assertEquals("text/plain", link.get("mimeType"));
    }
  }
}

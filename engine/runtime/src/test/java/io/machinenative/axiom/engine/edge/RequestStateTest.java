package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.fields;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static io.machinenative.axiom.engine.edge.EdgeRig.stateless;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Authenticator;
import io.machinenative.axiom.api.InputRequest;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.Verdict;
import io.machinenative.axiom.engine.Await;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.config.ConfigReader;
import io.machinenative.axiom.samples.conformance.ConformancePlugin;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request's state is its caller's, its request's, and good for a while; so are questions. */
class RequestStateTest {
  /** Nothing. */
  record Nothing() {}

  /** How often the tool came to its end. */
  record Ends(int count) {}

  private static final Authenticator BY_WORD =
      (credential, nowMs) ->
          Verdict.accepted(
              Principal.of(new String(credential.secret(), UTF_8), Principal.Kind.OTHER, Set.of()));
  private static final AtomicInteger ENDS = new AtomicInteger();
  private static final String ACCEPTED =
      ",\"inputResponses\":{\"%s\":{\"action\":\"accept\",\"content\":{\"ok\":true}}},"
          + "\"requestState\":\"%s\"";

  private static final Engine ENGINE =
      Engine.builder()
          .authenticator(BY_WORD)
          .plugin(new ConformancePlugin())
          .tool(
              Tool.named("test.once")
                  .typed(
                      Nothing.class,
                      Ends.class,
                      (nothing, call) -> {
                        call.interaction()
                            .ask(
                                "sure",
                                InputRequest.elicitation("Sure?", Map.of("type", "object")));
                        return new Ends(ENDS.incrementAndGet());
                      })
                  .build())
          .edge(EdgeRig.config(60_000_000_000L, 20_000_000_000L))
          .listen("http://127.0.0.1:0")
          .start();

  @AfterAll
  static void stop() {
    ENGINE.close();
  }

  private static Map<?, ?> call(String who, String tool, String arguments, String more) {
    String params = "\"name\":\"" + tool + "\",\"arguments\":" + arguments + more;
    try (RawHttp http = new RawHttp(ENGINE.addresses().getFirst())) {
      return json(
          http.post(
                  "/mcp",
                  fields("tools/call", tool) + "Authorization: Bearer " + who + "\r\n",
                  stateless("1", "tools/call", params))
              .read()
              .body());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ada | {\"message\":\"Who?\"} | 0",
        "ada | {\"message\":\"Else?\"} | -32602",
        "ada | {} | -32602",
        "eve | {\"message\":\"Who?\"} | -32602"
      })
  void aStateIsOfItsCallerAndItsArguments(String who, String arguments, int code) {
    String tool = "test_elicitation";
    Map<?, ?> asked = call("ada", tool, "{\"message\":\"Who?\"}", "");
    Object state = at(asked, "result", "requestState");
    Map<?, ?> answer = call(who, tool, arguments, ACCEPTED.formatted("form", state));
    if (code == 0) {
      assertEquals("complete", at(answer, "result", "resultType"), answer::toString);
    } else {
      assertEquals(code, at(answer, "error", "code"), answer::toString);
    }
  }

  /**
   * A client whose answer was lost asks again; what may happen once alone, a tool sees to itself.
   */
  @Test
  void aStateMayComeAgain() {
    Object state = at(call("ada", "test.once", "{}", ""), "result", "requestState");
    for (int count = 1; count <= 2; count++) {
      Map<?, ?> answer = call("ada", "test.once", "{}", ACCEPTED.formatted("sure", state));
      assertEquals(count, at(answer, "result", "structuredContent", "count"), answer::toString);
    }
  }

  @Test
  void whatNobodyComesBackToEnds() {
    try (Engine engine =
        Engine.builder()
            .with(ConfigReader.parse("edge: {input: 50ms, session-idle: 20ms}", "test"))
            .plugin(new ConformancePlugin())
            .listen("http://127.0.0.1:0")
            .start()) {
      String tool = "test_input_required_result_request_state";
      String address = engine.addresses().getFirst();
      Object state = at(newer(address, tool, ""), "result", "requestState");
      Await.until(
          "the state is too old",
          () ->
              String.valueOf(newer(address, tool, ACCEPTED.formatted("confirm", state)))
                  .contains("requestState is too old"));
      assertEquals(
          -32602, at(newer(address, tool, ACCEPTED.formatted("confirm", state)), "error", "code"));

      OlderClient idle = new OlderClient(() -> new RawHttp(address), "2025-11-25", "{}");
      try (RawHttp asking = asking(address, tool)) {
        assertEquals("elicitation/create", json(asking.event()).get("method"));
        String given = asking.event();
        assertTrue(given.contains("did not answer what the tool asks in time"), given);
        assertEquals(true, at(json(given), "result", "isError"));
      }
      assertEquals(404, idle.answer("ping", "{}").status(), "nobody used it for longer");
    }
  }

  private static Map<?, ?> newer(String address, String tool, String more) {
    try (RawHttp http = new RawHttp(address)) {
      String body = stateless("1", "tools/call", "\"name\":\"" + tool + "\"" + more);
      return json(http.post("/mcp", fields("tools/call", tool), body).read().body());
    }
  }

  /** The stream of a call that asks; its session may be over before the call comes. */
  private static RawHttp asking(String address, String tool) {
    while (true) {
      OlderClient client =
          new OlderClient(() -> new RawHttp(address), "2025-11-25", "{\"elicitation\":{}}");
      RawHttp stream = client.begin("1", "tools/call", "{\"name\":\"" + tool + "\"}");
      if (stream.read().status() == 200) {
        return stream;
      }
      stream.close();
    }
  }
}

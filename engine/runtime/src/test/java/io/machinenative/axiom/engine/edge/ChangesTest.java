package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.fields;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static io.machinenative.axiom.engine.edge.EdgeRig.stateless;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who listens hears of lists that change and of resources that it subscribed to, in both eras. */
class ChangesTest {
  private static final EdgeRig RIG = EdgeRig.usual();
  private static final String WATCHED = "test://watched-resource";
  private static final String TO_WATCHED = "{\"uri\":\"" + WATCHED + "\"}";

  @AfterAll
  static void stop() {
    RIG.close();
  }

  private static OlderClient session() {
    return new OlderClient(RIG::connect, "2025-11-25", "{}");
  }

  /** A stream of the newer era; what was granted is read. */
  private static RawHttp listen(RawHttp http, String notifications) {
    http.post(
        "/mcp",
        fields("subscriptions/listen", ""),
        stateless("9", "subscriptions/listen", "\"notifications\":" + notifications));
    assertEquals(200, http.read().status());
    return http;
  }

  private static void trigger(String what) {
    RawHttp.Answer answer =
        session().answer("tools/call", "{\"name\":\"test_trigger_" + what + "\"}");
    assertTrue(answer.body().contains("announced"), answer::body);
  }

  private static String heard(RawHttp stream) {
    return String.valueOf(json(stream.event()).get("method"));
  }

  @Test
  void aSessionHearsOfWhatItSubscribedToUntilItDoesNot() {
    OlderClient client = session();
    try (RawHttp stream = client.listen()) {
      trigger("resource_update");
      assertEquals(Map.of(), client.ask("resources/subscribe", TO_WATCHED).get("result"));
      trigger("resource_update");
      Map<?, ?> update = json(stream.event());
      assertEquals("notifications/resources/updated", update.get("method"));
      assertEquals(WATCHED, at(update, "params", "uri"));
      assertEquals(Map.of(), client.ask("resources/unsubscribe", TO_WATCHED).get("result"));
      trigger("resource_update");
      trigger("prompt_change");
      assertEquals("notifications/prompts/list_changed", heard(stream), "it is not subscribed");
    }
    assertEquals(-32602, at(client.ask("resources/subscribe", "{\"uri\":7}"), "error", "code"));
  }

  @Test
  void aListenerHearsOfTheResourcesThatItNamed() {
    String named = "{\"promptsListChanged\":true,\"resourceSubscriptions\":[\"%s\"]}";
    try (RawHttp watching = listen(RIG.connect(), named.formatted(WATCHED));
        RawHttp elsewhere = listen(RIG.connect(), named.formatted("test://static-text"))) {
      Map<?, ?> granted = json(watching.event());
      assertEquals(
          List.of(WATCHED), at(granted, "params", "notifications", "resourceSubscriptions"));
      elsewhere.event();
      trigger("resource_update");
      trigger("prompt_change");
      Map<?, ?> update = json(watching.event());
      assertEquals("notifications/resources/updated", update.get("method"));
      assertEquals(WATCHED, at(update, "params", "uri"));
      assertEquals(9, at(update, "params", "_meta", "io.modelcontextprotocol/subscriptionId"));
      assertEquals("notifications/prompts/list_changed", heard(watching));
      assertEquals("notifications/prompts/list_changed", heard(elsewhere));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-07-28", "older"})
  void anUpdateOfAnUpstreamComesThrough(String era) throws InterruptedException {
    String url = RIG.engine().addresses().getFirst() + "/mcp";
    AtomicBoolean heard = new AtomicBoolean();
    try (GatewayRig gateway = new GatewayRig("{s: {url: '" + url + "', era: '" + era + "'}}")) {
      gateway.awaitUp("s");
      try (RawHttp stream =
          listen(gateway.connect(), "{\"resourceSubscriptions\":[\"" + WATCHED + "\"]}")) {
        stream.event();
        Thread triggering =
            Thread.ofVirtual()
                .start(() -> {
                  while (!heard.get()) { // the gateway subscribes when it has read the lists
                    trigger("resource_update");
                  }
                });
        Map<?, ?> update = json(stream.event());
        heard.set(true);
        triggering.join();
        assertEquals("notifications/resources/updated", update.get("method"));
        assertEquals(WATCHED, at(update, "params", "uri"));
      }
    }
  }

  @Test
  void aToolThatComesIsHeardOfInBothErasAndListed() {
    OlderClient client = session();
    try (RawHttp older = client.listen();
        RawHttp newer = listen(RIG.connect(), "{\"toolsListChanged\":true}")) {
      newer.event();
      assertFalse(client.answer("tools/list", "{}").body().contains("test.newcomer"));
      Tool tool = Tool.named("test.newcomer").raw(ContentType.JSON, call -> {}).build();
      RIG.engine().add(List.of(tool)).join();
      assertEquals("notifications/tools/list_changed", heard(older));
      assertEquals("notifications/tools/list_changed", heard(newer));
      assertTrue(client.answer("tools/list", "{}").body().contains("test.newcomer"));
    }
  }

  @Test
  void ofManyStreamsTheOneThatWasOpenedLastHearsAndTheOthersWhenItIsClosed()
      throws InterruptedException {
    OlderClient client = session();
    client.ask("resources/subscribe", TO_WATCHED);
    try (RawHttp first = client.listen()) {
      try (RawHttp second = client.listen()) {
        trigger("resource_update");
        assertEquals("notifications/resources/updated", heard(second));
      }
      AtomicBoolean heard = new AtomicBoolean();
      Thread triggering =
          Thread.ofVirtual()
              .start(() -> {
                while (!heard.get()) { // until the server knows that the second is closed
                  trigger("prompt_change");
                }
              });
      String next = heard(first);
      heard.set(true);
      triggering.join();
      assertEquals("notifications/prompts/list_changed", next, "no message goes to two streams");
      assertEquals(204, client.end());
      String left = first.event();
      while (left != null) {
        left = first.event();
      }
    }
  }

  @Test
  void thereIsNoStreamWithoutASession() {
    for (String fields : List.of("", session().fields() + "MCP-Protocol-Version: 2026-07-28\r\n")) {
      try (RawHttp http = RIG.connect()) {
        RawHttp.Answer answer = http.get("/mcp", fields).read();
        assertEquals(405, answer.status(), fields);
        assertEquals("GET, POST, DELETE", answer.fields().get("allow"));
      }
    }
  }
}

package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.RegistryClient;
import io.machinenative.axiom.client.RegistryWatch;
import io.machinenative.axiom.client.WatchEvent;
import io.machinenative.axiom.client.WatchOptions;
import io.machinenative.axiom.engine.Await;
import io.machinenative.axiom.engine.identity.ApiKey;
import io.machinenative.axiom.engine.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two callers look at one registry: one sees all, the other what it may call or was granted. */
class RegistryViewsTest {
  private static final String PAID = "service/pay-one@1.0.0";
  private static final String SECRET = "service/hidden-one@1.0.0";

  @TempDir static Path folder;

  private static IdentityRig rig;
  private static ApiKey.New key;
  private static AxiomClient watcher;
  private static AxiomClient owner;
  private static RegistryClient seen;
  private static RegistryClient all;

  @BeforeAll
  static void start() {
    rig = new IdentityRig(folder);
    key = rig.add("watcher");
    owner = rig.connect("tcp:", IdentityRig.TOKEN);
    Await.until(
        "the key is there",
        () -> {
          try {
            watcher = rig.connect("tcp:", key.text());
            return true;
          } catch (CallException e) {
            return false;
          }
        });
    seen = new RegistryClient(watcher);
    all = new RegistryClient(owner);
    register("pay-one");
    register("hidden-one");
  }

  @AfterAll
  static void stop() {
    watcher.close();
    owner.close();
    rig.close();
  }

  private static long register(String service) {
    Map<String, Object> record =
        Map.of(
            "kind",
            "service",
            "name",
            service,
            "version",
            "1.0.0",
            "leaseMs",
            600_000L,
            "endpoints",
            List.of(Map.of("uri", "tcp://10.0.0.7:7400")));
    Map<String, Object> answer = all.register(record, true);
    assertEquals(true, answer.get("done"), answer::toString);
    return ((Number) at(answer, "record", "revision")).longValue();
  }

  /** Calls a tool by MCP, as the caller that sees little. */
  private static Map<?, ?> byMcp(String tool, Map<String, ?> arguments) {
    try (RawHttp http = rig.http()) {
      http.post(
          "/mcp",
          EdgeRig.fields("tools/call", tool) + "Authorization: Bearer " + key.text() + "\r\n",
          EdgeRig.stateless(
              "1",
              "tools/call",
              "\"name\":\"" + tool + "\",\"arguments\":" + Json.text(arguments)));
      String body = http.read().body();
      return (Map<?, ?>) at(json(body), "result", "structuredContent");
    }
  }

  private interface Asking {
    Map<?, ?> page(Map<String, ?> criteria);
  }

  /** Names on all pages; each page but the last is full, and all say the same total. */
  private static List<String> names(Asking asking, Map<String, ?> criteria, int limit) {
    List<String> names = new ArrayList<>();
    Map<String, Object> next = new HashMap<>(criteria);
    next.put("limit", limit);
    while (true) {
      Map<?, ?> page = asking.page(next);
      List<?> records = (List<?>) page.get("records");
      records.forEach(record -> names.add((String) at(record, "name")));
      String cursor = (String) page.get("next");
      if (cursor.isEmpty()) {
        assertEquals(names.size(), ((Number) page.get("total")).intValue(), names::toString);
        return names;
      }
      assertEquals(limit, records.size(), names::toString);
      next.put("cursor", cursor);
    }
  }

  @Test
  void pagesHoldAndCountWhatTheCallerMaySee() {
    List<String> tools = names(all::query, Map.of("kind", "tool"), 100);
    List<String> callable = watcher.listTools("").stream().map(tool -> tool.name()).toList();
    assertTrue(tools.contains("test.secret") && !callable.contains("test.secret"));
    for (Asking asking :
        List.<Asking>of(seen::query, criteria -> byMcp("registry.query", criteria))) {
      List<String> some = names(asking, Map.of("kind", "tool"), 3);
      assertEquals(tools.stream().filter(callable::contains).toList(), some);
      List<String> services = names(asking, Map.of("kind", "service"), 1);
      assertTrue(services.contains("pay-one"), services::toString);
      assertFalse(services.toString().contains("hidden"), services::toString);
      assertEquals(List.of(), names(asking, Map.of("name", "hidden-one"), 5));
      assertEquals(List.of(), names(asking, Map.of("kind", "plugin"), 5));
    }
  }

  @Test
  void whatIsHiddenIsNotThere() {
    assertTrue(all.get(SECRET).isPresent());
    assertEquals(Optional.empty(), seen.get(SECRET));
    assertEquals("pay-one", seen.get(PAID).orElseThrow().get("name"));
    assertEquals(false, byMcp("registry.get", Map.of("key", SECRET)).get("found"));
    assertEquals(true, byMcp("registry.get", Map.of("key", PAID)).get("found"));
  }

  @Test
  void aWatchTellsOfNothingThatIsHidden() throws InterruptedException {
    try (RegistryWatch watch = seen.watch(WatchOptions.NOW)) {
      long before = register("hidden-two");
      long after = register("pay-two");
      WatchEvent.Changed told = (WatchEvent.Changed) watch.next(Await.LIMIT_NS).orElseThrow();
      assertEquals("service/pay-two@1.0.0", told.key());
      assertEquals(after, told.revision());

      Map<?, ?> changes = byMcp("registry.watch", Map.of("after", before - 1, "waitMs", 10_000));
      assertEquals("service/pay-two@1.0.0", at(changes, "changes", 0, "key"), changes::toString);
      assertEquals(1, ((List<?>) changes.get("changes")).size(), changes::toString);
    }
  }
}

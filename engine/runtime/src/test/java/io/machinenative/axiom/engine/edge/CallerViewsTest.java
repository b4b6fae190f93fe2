package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.Await;
import io.machinenative.axiom.engine.identity.ApiKey;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tools tell a caller of the server: no tool that it may not call, and who did what. */
class CallerViewsTest {
  @TempDir static Path folder;

  private static IdentityRig rig;
  private static AxiomClient watcher;
  private static AxiomClient owner;

  @BeforeAll
  static void start() {
    rig = new IdentityRig(folder);
    owner = rig.connect("tcp:", IdentityRig.TOKEN);
    watcher = connected("watcher");
  }

  /** With a new key of that name. */
  private static AxiomClient connected(String name) {
    ApiKey.New key = rig.add(name);
    AtomicReference<AxiomClient> client = new AtomicReference<>();
    Await.until(
        "the key is there",
        () -> {
          try {
            client.set(rig.connect("tcp:", key.text()));
            return true;
          } catch (CallException e) {
            return false;
          }
        });
    return client.get();
  }

  @AfterAll
  static void stop() {
    watcher.close();
    owner.close();
    rig.close();
  }

  private static Object run(AxiomClient client, String operation) {
    String yaml = "name: p\nstages:\n  - {name: only, operation: " + operation + "}\n";
    return json(client.callJson("pipeline.run", Json.text(Map.of("yaml", yaml, "wait", true))));
  }

  @Test
  void aPipelineRunsInTheNameOfWhoBeganIt() throws IOException {
    Object report = run(watcher, "test.who");
    assertEquals("api-key watcher", at(report, "startedBy"));
    assertEquals("api-key watcher", at(report, "stages", 0, "results", "caller"));
    assertEquals("token token", at(run(owner, "test.secret"), "startedBy"));

    CallException denied = assertThrows(CallException.class, () -> run(watcher, "test.secret"));
    assertEquals(Status.PERMISSION_DENIED, denied.status());
    assertTrue(denied.getMessage().contains("test.secret"), denied.getMessage());
    String hidden =
        "{\"yaml\":\"name: p\\nparameters: {o: {default: test.secret}}\\nstages:\\n"
            + "  - {name: one, operation: '${o}'}\\n\"}";
    for (String tool : List.of("pipeline.run", "pipeline.plan")) {
      CallException byParameter =
          assertThrows(CallException.class, () -> watcher.callJson(tool, hidden));
      assertEquals(Status.PERMISSION_DENIED, byParameter.status());
    }
    String lists = watcher.callJson("pipeline.list", "{}");
    assertTrue(lists.contains("test.who") && lists.contains("stream.digest"), lists);
    assertFalse(lists.contains("test.secret") || lists.contains("file.read"), lists);
    assertTrue(owner.callJson("pipeline.list", "{}").contains("test.secret"));
    Path audit = folder.resolve("data/audit.log");
    Await.until("the denial is written", () -> read(audit).contains("operation test.secret"));
  }

  private static Object pipeline(AxiomClient client, String tool, Map<String, ?> arguments) {
    return json(client.callJson("pipeline." + tool, Json.text(arguments)));
  }

  /** Begins a run that ends when it is told to. */
  private static String hold(AxiomClient client, String name) {
    String yaml = "name: " + name + "\nstages:\n  - {name: only, operation: test.held}\n";
    return (String) at(pipeline(client, "run", Map.of("yaml", yaml)), "run");
  }

  private static Object cancel(AxiomClient client, String run) {
    return at(pipeline(client, "cancel", Map.of("run", run)), "cancelled");
  }

  private static Status refusal(AxiomClient client, String tool, String run) {
    return assertThrows(CallException.class, () -> pipeline(client, tool, Map.of("run", run)))
        .status();
  }

  @Test
  void runsAreTheirCallersAndOfThoseWhomARuleGrantsThem() {
    String hidden = hold(watcher, "hidden");
    String shown = hold(watcher, "shown-daily");
    try (AxiomClient peer = connected("peer")) {
      String own = hold(peer, "hidden");
      String status = peer.callJson("pipeline.status", "{}");
      assertTrue(status.contains(own) && status.contains(shown), status);
      assertFalse(status.contains(hidden), status);
      assertEquals("running", at(pipeline(peer, "report", Map.of("run", shown)), "outcome"));
      assertEquals(Status.INVALID_ARGUMENT, refusal(peer, "report", hidden));
      assertEquals(false, cancel(peer, hidden), "as if it were not there");
      assertEquals(Status.PERMISSION_DENIED, refusal(peer, "cancel", shown), "it may see alone");
      assertEquals(false, cancel(watcher, own));

      assertEquals(true, cancel(peer, own));
      assertEquals(true, cancel(watcher, hidden));
      assertEquals(true, cancel(owner, shown), "everything is allowed");
      for (String run : List.of(own, hidden, shown)) {
        Await.until(
            "a run that is over",
            () -> owner.callJson("pipeline.history", "{\"limit\":100}").contains(run));
      }
      String kept = peer.callJson("pipeline.history", "{\"limit\":2}");
      assertTrue(kept.contains(own) && kept.contains(shown) && !kept.contains(hidden), kept);
      assertEquals(Status.INVALID_ARGUMENT, refusal(peer, "report", hidden));
      String others = watcher.callJson("pipeline.history", "{\"limit\":100}");
      assertTrue(others.contains(hidden) && !others.contains(own), others);
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void listsOfToolsHoldWhatTheCallerMayCall() {
    owner.callJson("test.secret", "{}");
    watcher.callJson("core.info", "{}");
    String all = owner.callJson("core.stats", "{}");
    assertTrue(all.contains("\"test.secret\""), all);
    String some = watcher.callJson("core.stats", "{}");
    assertTrue(some.contains("\"core.info\"") && !some.contains("\"test.secret\""), some);
    assertTrue(owner.callJson("core.plugins", "{}").contains("\"test.hidden\""));
    String plugins = watcher.callJson("core.plugins", "{}");
    assertTrue(plugins.contains("\"operations\"") && plugins.contains("core.echo"), plugins);
    assertFalse(plugins.contains("\"test.hidden\""), plugins);
  }

  @Test
  void sessionsAndTheLogSayWho() {
    String sessions = watcher.callJson("core.sessions", "{}");
    assertTrue(sessions.contains("\"principal\":\"api-key watcher\""), sessions);
    assertTrue(sessions.contains("\"principal\":\"token token\""), sessions);
    Object id = at(run(watcher, "test.who"), "id");
    String log = watcher.callJson("core.log", "{}");
    assertTrue(log.contains("run " + id + " began\",\"who\":\"api-key watcher\""), log);
    assertTrue(log.contains("run " + id + " succeeded\",\"who\":\"api-key watcher\""), log);
  }
}

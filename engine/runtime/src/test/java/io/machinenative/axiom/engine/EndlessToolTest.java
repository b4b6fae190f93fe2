package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.EngineHealth;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.client.RetryPolicy;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.hosting.PluginState;
import io.machinenative.axiom.engine.plugin.SampleJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A plugin from a jar whose tools do not return and ignore their interruption: their callers are
 * answered, others are served, and the engine says which tool of which plugin it is.
 */
class EndlessToolTest {
  private static final String OVER = "endless-over";
  private static final String MANIFEST =
      "{id: endless, version: 1.0.0, tools: [endless.work, endless.block, endless.inline]}";

  /** Its loops sleep, so that they cost the tests beside nothing. */
  private static final String SOURCE =
      """
      package endless;

      import io.machinenative.axiom.api.*;
      import io.machinenative.axiom.codec.ContentType;
      import java.util.List;

      public final class EndlessPlugin implements Plugin {
        public String id() { return "endless"; }
        public String version() { return "1.0.0"; }
        public List<Tool> tools() {
          return List.of(
              Tool.named("endless.work").raw(ContentType.BINARY, this::loop).build(),
              Tool.named("endless.block").blocking().raw(ContentType.BINARY, this::loop).build(),
              Tool.named("endless.inline").inline().raw(ContentType.BINARY, this::loop).build());
        }
        private void loop(RawInvocation call) {
          while (System.getProperty("endless-over") == null) {
            try {
              Thread.sleep(1);
            } catch (InterruptedException e) {
              // goes on
            }
          }
        }
      }
      """;

  @TempDir private Path folder;
  private Engine engine;
  private AxiomClient client;

  @BeforeEach
  void start() throws IOException {
    System.clearProperty(OVER);
    SampleJar.plugin(MANIFEST, "endless.EndlessPlugin", List.of(SOURCE))
        .write(folder.resolve("endless.jar"));
    Files.writeString(
        folder.resolve("endless.yaml"),
        "errors: {strategy: quarantine, failures: 3, within: 10m, pause: 1h, max-pause: 1h}");
    engine =
        Engine.builder()
            .mount(Mount.DEDICATED)
            .workers(2)
            .listen("inproc:endless")
            .listen("tcp://127.0.0.1:0")
            .pluginFolder(folder)
            .tool(Tool.named("good.work").raw(ContentType.BINARY, EndlessToolTest::answer).build())
            .tool(
                Tool.named("good.block")
                    .blocking()
                    .raw(ContentType.BINARY, EndlessToolTest::answer)
                    .build())
            .start();
    client = AxiomClient.builder().inproc(engine.inproc()).retry(RetryPolicy.none()).connect();
  }

  @AfterEach
  void stop() {
    System.setProperty(OVER, "");
    client.close();
    engine.close();
  }

  private static void answer(RawInvocation call) {
    call.reply(ContentType.BINARY, 0);
  }

  private Status endless(AxiomClient from, String tool) {
    CallOptions soon = new CallOptions().deadlineNs(TimeUnit.MILLISECONDS.toNanos(100));
    CompletableFuture<?> call = from.callAsync(tool, ContentType.BINARY, new byte[1], soon);
    try {
      Await.get(call);
      throw new AssertionError(tool + " has answered");
    } catch (CallException e) {
      return e.status();
    }
  }

  private void requireOthersServed() {
    for (String tool : List.of("good.work", "good.block")) {
      for (int i = 0; i < 20; i++) {
        client.call(tool, ContentType.BINARY, new byte[1], Caller.patiently());
      }
    }
  }

  private EngineHealth health() {
    return engine.info().health();
  }

  private boolean isDegradedBy(String pattern) {
    return health().degraded().stream().anyMatch(reason -> reason.matches(pattern));
  }

  private boolean hasReason(String pattern) {
    return health().reasons().stream().anyMatch(reason -> reason.matches(pattern));
  }

  @Test
  void endlessToolsAreNamedAndOthersServed() {
    try (AxiomClient other =
        AxiomClient.builder()
            .at(engine.addresses().getLast())
            .retry(RetryPolicy.none())
            .connect()) {
      assertEquals(Status.DEADLINE_EXCEEDED, endless(client, "endless.work"));
      assertEquals(Status.DEADLINE_EXCEEDED, endless(client, "endless.block"));
      assertEquals(Status.DEADLINE_EXCEEDED, endless(other, "endless.inline"), "by the client");
      awaitNames();
      requireOthersServed();
      awaitNoWorkerIsLeft();
      awaitQuarantine();

      System.setProperty(OVER, "");
      Await.until("all is well but the plugin", () -> health().degraded().size() == 1);
      Await.until("the carrier goes on", () -> health().ready());
      requireOthersServed();
      other.call("good.work", ContentType.BINARY, new byte[1], Caller.patiently());
    }
  }

  private void awaitNames() {
    Await.until(
        "the worker's tool is named",
        () ->
            isDegradedBy(
                "worker-\\d has been at one call of endless.work of plugin endless 1.0.0 for"
                    + " \\d+\\.\\d s: .*"));
    Await.until(
        "the blocking tool is named",
        () ->
            isDegradedBy(
                "a call of endless.block of plugin endless 1.0.0 goes on, though it was told to"
                    + " stop \\d+\\.\\d s ago"));
    Await.until(
        "the inline tool is named",
        () ->
            isDegradedBy(
                "ingress-tcp has been at one call of endless.inline of plugin endless 1.0.0 for"
                    + " \\d+\\.\\d s: .*"));
    Await.until(
        "it is said that the carrier is held up",
        () ->
            hasReason(
                "ingress-tcp has been at one duty cycle for \\d+\\.\\d s: a tool holds it up.*"));
    assertEquals(1, health().reasons().size(), "the other worker takes calls");
    assertFalse(health().live());
  }

  /** The worker that is held up is given no other call, so this one takes the other. */
  private void awaitNoWorkerIsLeft() {
    assertEquals(Status.DEADLINE_EXCEEDED, endless(client, "endless.work"));
    Await.until("no worker is left", () -> hasReason("no worker takes calls: tools hold them up"));
    client.call("good.block", ContentType.BINARY, new byte[1], Caller.patiently());
  }

  /** Three calls that do not stop count as three failures. */
  private void awaitQuarantine() {
    Await.until(
        "the plugin is taken out",
        () ->
            engine.plugins().list().stream()
                .anyMatch(p -> p.id().equals("endless") && p.state() == PluginState.QUARANTINED));
    Await.until("callers are told", () -> endless(client, "endless.block") == Status.UNAVAILABLE);
    assertTrue(engine.info().counters().get("calls-unheeded") >= 3);
    assertTrue(
        engine.errors().stream().anyMatch(e -> e.stack().contains("though it was told to stop")));
  }
}

package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.PluginContext;
import io.machinenative.axiom.api.PluginMetrics;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.Reply;
import io.machinenative.axiom.client.RetryPolicy;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.hosting.PluginInfo;
import io.machinenative.axiom.engine.hosting.PluginState;
import io.machinenative.axiom.engine.hosting.TrialShare;
import io.machinenative.axiom.engine.plugin.PluginFile;
import io.machinenative.axiom.engine.plugin.SampleJar;
import io.machinenative.axiom.engine.workflow.PipelineOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands between callers and plugins that fail, are full, or are on trial. */
class PluginGuardTest {
  private static final String MANIFEST =
      "{id: flaky, version: 1.0.0, tools: [flaky.work, flaky.once, flaky.block, flaky.inline]%s}";

  @TempDir private Path folder;
  private final Flaky flaky = new Flaky("1.0.0");
  private Engine engine;
  private AxiomClient client;

  private void start(String manifest, String settings) throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    Files.writeString(plugins.resolve("flaky.yaml"), settings);
    Files.writeString(plugins.resolve("sample.yaml"), settings);
    engine =
        Engine.builder()
            .mount(Mount.SHARED)
            .listen("inproc:guard")
            .registry(RegistryOptions.DEFAULTS)
            .pipelines(PipelineOptions.DEFAULTS)
            .pluginFolder(plugins)
            .plugin(flaky, MANIFEST.formatted(manifest))
            .tool(
                Tool.named("other.work")
                    .raw(ContentType.BINARY, call -> answer(call, "other"))
                    .build())
            .start();
    client = AxiomClient.builder().inproc(engine.inproc()).retry(RetryPolicy.none()).connect();
  }

  @AfterEach
  void stop() {
    flaky.open.countDown();
    client.close();
    engine.close();
  }

  private static void answer(RawInvocation call, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    call.reply(ContentType.BINARY, bytes.length).putBytes(call.replyOffset(), bytes);
  }

  private String call(String tool) {
    return text(client.call(tool, ContentType.BINARY, new byte[1], Caller.patiently()));
  }

  private static String text(Reply reply) {
    return new String(reply.bytes(), StandardCharsets.UTF_8);
  }

  private CallException failure(String tool) {
    return assertThrows(CallException.class, () -> call(tool));
  }

  private PluginInfo info(String id) {
    return engine.plugins().list().stream().filter(p -> p.id().equals(id)).findFirst().get();
  }

  @Test
  void runsNoMoreCallsAtOnceThanItMay() throws IOException {
    start(", limits: {concurrency: 2}", "");
    List<CompletableFuture<Reply>> blocked = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      blocked.add(
          client.callAsync("flaky.block", ContentType.BINARY, new byte[1], Caller.patiently()));
    }
    Await.until("both run", () -> flaky.entered.get() == 2);
    for (String tool : List.of("flaky.block", "flaky.inline", "flaky.work")) {
      CallException full = failure(tool);
      assertEquals(Status.OVERLOADED, full.status());
      assertTrue(full.text().contains("plugin flaky runs as many calls at once as it may: 2"));
    }
    flaky.open.countDown();
    blocked.forEach(call -> assertEquals("1.0.0", text(Await.get(call))));
    for (int i = 0; i < 10; i++) {
      assertEquals("1.0.0", call("flaky.inline"));
      assertEquals("1.0.0", call("flaky.block"));
    }
  }

  @Test
  void isTakenOutWhenItKeepsFailingAndPutBackWhenItIsWell() throws IOException {
    start("", "errors: {strategy: quarantine, failures: 3, within: 1m, pause: 1s, max-pause: 1m}");
    List<PluginState> steps = new CopyOnWriteArrayList<>();
    engine.plugins().listen((id, version, from, to, why) -> steps.add(to));
    assertEquals(1000, failUntilOut().retryAfterMs());
    assertEquals(PluginState.QUARANTINED, steps.getFirst());
    Await.until("it is back", () -> answers("flaky.work"));
    List<PluginState> expected = List.of(PluginState.QUARANTINED, PluginState.SERVING);
    Await.until("it says so", () -> steps.equals(expected));
    assertEquals(2000, failUntilOut().retryAfterMs(), "twice as long the second time");
    engine.plugins().resume("flaky").join();
    Await.until("it is back", () -> answers("flaky.work"));
  }

  private boolean answers(String tool) {
    try {
      return call(tool).equals("1.0.0");
    } catch (CallException e) {
      assertEquals(Status.UNAVAILABLE, e.status());
      return false;
    }
  }

  private CallException failUntilOut() {
    flaky.failures.set(3);
    for (int i = 0; i < 3; i++) {
      assertEquals(Status.TOOL_FAULT, failure("flaky.work").status());
    }
    AtomicReference<CallException> told = new AtomicReference<>();
    Await.until(
        "callers are told",
        () -> {
          try {
            return call("flaky.inline").isEmpty();
          } catch (CallException e) {
            told.set(e);
            return e.status() == Status.UNAVAILABLE;
          }
        });
    return told.get();
  }

  @Test
  void stopsAtTheFirstFaultUntilItIsResumed() throws IOException {
    start("", "errors: {strategy: stop}");
    flaky.failures.set(1);
    assertEquals(Status.TOOL_FAULT, failure("flaky.work").status());
    Await.until("it is out", () -> info("flaky").state() == PluginState.QUARANTINED);
    assertEquals(
        List.of("plugin flaky is taken out, since it kept failing"),
        engine.info().health().degraded());
    assertTrue(runOperation().contains("plugin flaky is taken out: it kept failing"));
    engine.plugins().resume("flaky").join();
    Await.until("it is back", () -> info("flaky").state() == PluginState.SERVING);
    assertTrue(runOperation().contains("\"state\":\"succeeded\""));
  }

  private String runOperation() {
    byte[] arguments =
        """
        {"wait": true, "yaml": "{name: one, stages: [{name: only, operation: flaky.nothing}]}"}
        """
            .getBytes(StandardCharsets.UTF_8);
    return text(client.call("pipeline.run", ContentType.JSON, arguments, Caller.patiently()));
  }

  @Test
  void triesIdempotentToolsAgain() throws IOException {
    start("", "errors: {strategy: retry, attempts: 3}");
    flaky.failures.set(2);
    assertEquals("1.0.0", call("flaky.work"));
    assertEquals(0, info("flaky").faults());
    flaky.failures.set(3);
    assertEquals(Status.TOOL_FAULT, failure("flaky.work").status());
    flaky.failures.set(1);
    assertEquals(Status.TOOL_FAULT, failure("flaky.once").status(), "it is not idempotent");
    assertEquals(2, info("flaky").faults());
  }

  @Test
  void letsAnotherToolAnswer() throws IOException {
    start("", "errors: {strategy: fallback, tool: other.work}");
    assertEquals("1.0.0", call("flaky.work"));
    flaky.failures.set(1);
    assertEquals("other", call("flaky.work"));
    flaky.failures.set(1);
    assertEquals(
        Status.TOOL_FAULT, failure("flaky.inline").status(), "a worker's tool is no inline one");
  }

  @Test
  void aTrialTakesItsShareThenServes() throws IOException {
    start("", "");
    engine.plugins().trial(new Flaky("2.0.0"), TrialShare.ofCalls(0.25, 7)).join();
    int onTrial = 0;
    for (int i = 0; i < 1000; i++) {
      onTrial += call("flaky.inline").equals("2.0.0") ? 1 : 0;
    }
    assertTrue(onTrial > 200 && onTrial < 300, "expected about 250 of 1000, actual " + onTrial);
    List<PluginInfo> both =
        engine.plugins().list().stream().filter(p -> p.id().equals("flaky")).toList();
    assertEquals(
        List.of(1000L - onTrial, (long) onTrial), both.stream().map(PluginInfo::calls).toList());
    assertEquals(PluginState.TRIAL, both.getLast().state());
    assertTrue(
        assertThrows(RuntimeException.class, () -> engine.plugins().swap(new Flaky("3.0.0")).join())
            .getMessage()
            .contains("a trial of [flaky] is under way: promote or abort it first"));
    assertEquals("2.0.0", engine.plugins().promote("flaky").join().to());
    assertEquals("2.0.0", call("flaky.work"));

    engine.plugins().trial(new Flaky("3.0.0"), TrialShare.ofSessions(0.5, 1)).join();
    String mine = call("flaky.inline");
    for (int i = 0; i < 100; i++) {
      assertEquals(mine, call("flaky.inline"), "a session stays with one version");
    }
    assertEquals("2.0.0", engine.plugins().abort("flaky").join().to());
    assertEquals("2.0.0", call("flaky.inline"));
    assertEquals(List.of(), engine.errors());
  }

  @Test
  void aTrialThatFailsEndsByItself() throws IOException {
    start("", "errors: {strategy: quarantine, failures: 3}");
    Flaky next = new Flaky("2.0.0");
    next.failures.set(1000);
    engine.plugins().trial(next, TrialShare.ofCalls(1, 1)).join();
    Await.until(
        "the version before answers",
        () -> {
          try {
            return call("flaky.work").equals("1.0.0");
          } catch (CallException e) {
            return false;
          }
        });
    assertTrue(1000 - next.failures.get() >= 3);
    Await.until("the trial is over", () -> engine.plugins().list().size() == list().size());
    assertEquals(PluginState.SERVING, info("flaky").state());
  }

  @Test
  void aTrialOfWhichTooMuchFailsEndsByItself() throws IOException {
    start("", "rollback: {error-rate: 0.5, calls: 3, within: 1m}");
    Flaky next = new Flaky("2.0.0");
    next.failures.set(1000);
    engine.plugins().trial(next, TrialShare.ofCalls(1, 1)).join();
    for (int i = 0; i < 3; i++) {
      assertEquals(Status.TOOL_FAULT, failure("flaky.work").status());
    }
    Await.until("the trial is over", () -> engine.plugins().list().size() == list().size());
    assertEquals("1.0.0", call("flaky.work"));
    assertEquals("1.0.0", info("flaky").version());
  }

  @Test
  void aTrialTakesItsShareOfTheSessions() throws IOException {
    start("", "");
    int sessions = 200;
    long seed = 7;
    engine.plugins().trial(new Flaky("2.0.0"), TrialShare.ofSessions(0.25, seed)).join();
    int onTrial = 0;
    for (int i = 0; i < sessions; i++) {
      try (Caller caller =
          new Caller(
              AxiomClient.builder().mount(Mount.INVOKER).inproc(engine.inproc()).connect(),
              Mount.INVOKER)) {
        String first = version(caller);
        assertEquals(first, version(caller), "a session stays with one version");
        onTrial += first.equals("2.0.0") ? 1 : 0;
      }
    }
    // four standard deviations of the binomial distribution: sqrt(200 * 0.25 * 0.75) = 6.1
    assertTrue(
        onTrial >= 26 && onTrial <= 74,
        "seed " + seed + ": expected about 50 of 200, actual " + onTrial);
  }

  private static String version(Caller caller) {
    return text(
        caller.await(
            caller
                .client()
                .callAsync("flaky.inline", ContentType.BINARY, new byte[1], Caller.patiently())));
  }

  private List<PluginInfo> list() {
    return engine.plugins().list().stream().filter(p -> p.state() == PluginState.SERVING).toList();
  }

  @Test
  void aVersionThatFailsIsTakenBackByItself() throws IOException {
    start("", "rollback: {error-rate: 0.5, calls: 3, within: 1m}");
    engine.plugins().install(file(SampleJar.version("1.0.0"))).join();
    SampleJar broken = SampleJar.version("2.0.0").without("sample/Secret.class");
    engine.plugins().swap(file(broken)).join();
    AtomicInteger failed = new AtomicInteger();
    Await.until("the old version is back", () -> sampleVersion(failed).equals("1.0.0"));
    assertTrue(failed.get() >= 3, failed::toString);
    Await.until("the change is over", () -> info("sample").previous().equals("2.0.0"));
  }

  private PluginFile file(SampleJar jar) throws IOException {
    Path copies = Files.createDirectories(folder.resolve("copies"));
    return PluginFile.open(jar.write(folder.resolve("sample.jar")), copies);
  }

  private String sampleVersion(AtomicInteger failed) {
    try {
      byte[] question = "{\"text\":\"\"}".getBytes(StandardCharsets.UTF_8);
      Reply reply = client.call("sample.version", ContentType.JSON, question, Caller.patiently());
      return text(reply).replaceAll("[^0-9.]", "");
    } catch (CallException e) {
      assertEquals(Status.TOOL_FAULT, e.status());
      failed.incrementAndGet();
      return "";
    }
  }

  @Test
  void saysHowItIs() throws IOException {
    start("", "health: {every: 1ms}");
    flaky.sick = true;
    Await.until("it is found sick", () -> !engine.info().health().degraded().isEmpty());
    assertTrue(engine.info().health().ready());
    Await.until("its record says so", () -> record().contains("\"health\":\"degraded\""));
    String listed =
        text(
            client.call(
                "core.plugins",
                ContentType.JSON,
                "{}".getBytes(StandardCharsets.UTF_8),
                Caller.patiently()));
    assertTrue(listed.contains("\"metrics\":{\"validations\":"), listed);
    assertTrue(listed.contains("no disk"), listed);
    flaky.sick = false;
    Await.until("it is found well", () -> engine.info().health().degraded().isEmpty());
  }

  private String record() {
    byte[] key = "{\"key\":\"plugin/plugin.flaky@1.0.0\"}".getBytes(StandardCharsets.UTF_8);
    return text(client.call("registry.get", ContentType.JSON, key, Caller.patiently()));
  }

  /** Fails as often as it is told. */
  private static final class Flaky implements Plugin {
    private final String version;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger entered = new AtomicInteger();
    private final CountDownLatch open = new CountDownLatch(1);
    private PluginMetrics.Counter validations;
    private volatile boolean sick;

    Flaky(String version) {
      this.version = version;
    }

    @Override
    public String id() {
      return "flaky";
    }

    @Override
    public String version() {
      return version;
    }

    @Override
    public void initialize(PluginContext context) {
      validations = context.metrics().counter("validations");
    }

    @Override
    public void validate() {
      validations.increment();
      if (sick) {
        throw new IllegalStateException("no disk");
      }
    }

    @Override
    public List<Tool> tools() {
      return List.of(
          Tool.named("flaky.work").readOnly().raw(ContentType.BINARY, this::work).build(),
          Tool.named("flaky.once").raw(ContentType.BINARY, this::work).build(),
          Tool.named("flaky.inline").inline().raw(ContentType.BINARY, this::work).build(),
          Tool.named("flaky.block").blocking().raw(ContentType.BINARY, this::block).build());
    }

    @Override
    public List<Operation> operations() {
      return List.of(
          Operation.named("flaky.nothing")
              .description("Does nothing.")
              .task(Nothing.class, (parameters, in, out, context) -> {}));
    }

    /** No parameters. */
    public record Nothing() {}

    private void work(RawInvocation call) {
      if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        throw new IllegalStateException("told to fail");
      }
      answer(call, version);
    }

    private void block(RawInvocation call) throws InterruptedException {
      entered.incrementAndGet();
      open.await();
      answer(call, version);
    }
  }
}

package io.machinenative.axiom.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.client.Reply;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.Await;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.workflow.PipelineOptions;
import io.machinenative.axiom.engine.workflow.model.Pipeline;
import io.machinenative.axiom.plugins.zstd.ZstdPlugin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs as callers and operators see them: planned, under way, cancelled, over. */
class PipelineToolsTest {
  private static final int BYTES = 300_000;

  /** The sink holds the stream, after some of it, until the test says so. */
  private static final String HELD =
      """
      name: held
      stages:
        - {name: read, operation: file.read, parameters: {path: "%s"}}
        - {name: compress, operation: zstd.compress, needs: [read]}
        - {name: hold, operation: test.hold, needs: [compress]}
      """;

  @TempDir Path folder;
  private final CountDownLatch open = new CountDownLatch(1);
  private Engine engine;
  private AxiomClient client;
  private String at;
  private Path yaml;

  /** Offers the sink. */
  private final class Holding implements Plugin {
    record Nothing() {}

    @Override
    public String id() {
      return "holding";
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
    public List<Operation> operations() {
      return List.of(
          Operation.named("test.hold")
              .sink(Nothing.class, (nothing, in, out, context) -> hold(in)));
    }

    private void hold(ReadableByteChannel in) throws IOException, InterruptedException {
      ByteBuffer block = ByteBuffer.allocate(1 << 16);
      in.read(block);
      block.clear();
      open.await();
      while (in.read(block) >= 0) {
        block.clear();
      }
    }
  }

  @BeforeEach
  void serve() throws IOException {
    Path source = Files.writeString(folder.resolve("words"), "some words, ".repeat(BYTES / 12));
    yaml = Files.writeString(folder.resolve("held.yaml"), HELD.formatted(source));
    engine =
        Engine.builder()
            .mount(Mount.SHARED)
            .listen("tcp://127.0.0.1:0")
            .pipelines(
                new PipelineOptions(
                    Optional.of(folder),
                    List.of(folder),
                    Optional.of(folder.resolve("history.jsonl")),
                    Pipeline.MAX_PARALLEL))
            .plugin(new ZstdPlugin(), ZstdPlugin.manifest())
            .pluginConfiguration(
                "zstd", Map.of("level", 1, "textLevel", 19, "roots", List.of(folder.toString())))
            .plugin(new Holding())
            .start();
    at = engine.addresses().getFirst();
    client = AxiomClient.builder().at(at).connect();
  }

  @AfterEach
  void stop() {
    open.countDown();
    client.close();
    engine.close();
  }

  private Map<?, ?> call(String tool, Map<String, ?> arguments) {
    return (Map<?, ?>) Json.read(client.callJson("pipeline." + tool, Json.text(arguments)));
  }

  private static CommandRun command(String... arguments) {
    return CommandRun.of(arguments);
  }

  private String begin() {
    String run = (String) call("run", Map.of("name", "held")).get("run");
    Await.until("a run that holds", () -> stageNames("running").contains("hold"));
    return run;
  }

  private long operations() {
    return ((Number) call("status", Map.of()).get("operationsNow")).longValue();
  }

  /** Of all runs under way. */
  private List<String> stageNames(String state) {
    return ((List<?>) call("status", Map.of()).get("running"))
        .stream()
            .flatMap(run -> ((List<?>) ((Map<?, ?>) run).get("stages")).stream())
            .map(stage -> (Map<?, ?>) stage)
            .filter(stage -> state.equals(stage.get("state")))
            .map(stage -> (String) stage.get("name"))
            .toList();
  }

  @Test
  void aRunIsPlannedSeenCancelledAndKept() {
    Map<?, ?> plan = call("plan", Map.of("name", "held"));
    assertEquals(true, plan.get("runnable"), plan::toString);
    CommandRun planned = command("pipeline", "plan", yaml.toString(), "--at", at);
    assertEquals(ExitCode.OK, planned.exitCode(), planned::err);
    assertTrue(planned.out().contains("read (file.read) → compress (zstd.compress, from read)"));
    CommandRun lacking =
        command(
            "pipeline", "plan", "archive", "--set", "source=x", "--set", "target=y", "--at", at);
    assertEquals(ExitCode.FAILED, lacking.exitCode());
    assertTrue(lacking.out().contains("aes.seal"), lacking::out);

    String run = begin();
    Await.until("one operation, the one that holds", () -> operations() == 1);
    assertTrue(command("pipeline", "status", "--at", at).out().contains(run));
    assertEquals("running", call("report", Map.of("run", run)).get("outcome"));
    assertEquals(List.of(), call("history", Map.of()).get("runs"));

    assertEquals(ExitCode.OK, command("pipeline", "cancel", run, "--at", at).exitCode());
    Await.until(
        "a run that is over",
        () -> "cancelled".equals(call("report", Map.of("run", run)).get("outcome")));
    assertEquals(ExitCode.FAILED, command("pipeline", "cancel", run, "--at", at).exitCode());
    assertEquals(false, call("cancel", Map.of("run", run)).get("cancelled"));
    CommandRun history = command("pipeline", "history", "--at", at);
    assertTrue(history.out().matches("(?s)" + run + " +held +cancelled.*"), history::out);
    CommandRun report = command("pipeline", "report", run, "--at", at);
    assertTrue(report.out().contains("test.hold"), report::out);
    CallException unknown =
        assertThrows(CallException.class, () -> call("report", Map.of("run", "nobody's")));
    assertEquals(Status.INVALID_ARGUMENT, unknown.status());
    Await.until("room for all", () -> operations() == 0);
  }

  @Test
  void whoWaitsIsToldHowFarItIsAndEndsItByGoing() {
    Queue<String> told = new ConcurrentLinkedQueue<>();
    byte[] arguments = Json.text(Map.of("name", "held", "wait", true)).getBytes(UTF_8);
    CompletableFuture<Reply> waiting =
        client.callAsync(
            "pipeline.run",
            ContentType.JSON,
            arguments,
            new CallOptions().deadlineNs(Await.LIMIT_NS),
            (done, total, message) -> told.add(message));
    Await.until("progress", () -> told.stream().anyMatch(text -> text.contains("hold")));
    waiting.cancel(true);
    Await.until(
        "a run in the history", () -> !((List<?>) call("history", Map.of()).get("runs")).isEmpty());
    Map<?, ?> last = (Map<?, ?>) ((List<?>) call("history", Map.of()).get("runs")).getFirst();
    assertEquals("cancelled", last.get("outcome"), last::toString);
  }

  /** On a terminal; and the settings of zstd are those that a run compresses with. */
  @Test
  void aCommandShowsHowFarItIs() throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CompletableFuture<Integer> run =
        CompletableFuture.supplyAsync(() ->
            Main.run(
                new String[] {"pipeline", "run", "held", "--json", "--at", at},
                new PrintWriter(out),
                new PrintWriter(err),
                true));
    Await.until("progress", () -> err.toString().contains("hold 0 MB"));
    open.countDown();
    assertEquals(ExitCode.OK, Await.get(run), err::toString);
    Map<?, ?> report = (Map<?, ?>) Json.read(out.toString());
    Map<?, ?> compress = (Map<?, ?>) ((List<?>) report.get("stages")).get(1);
    assertEquals(1, ((Number) ((Map<?, ?>) compress.get("results")).get("level")).intValue());
    assertFalse(((List<?>) call("history", Map.of()).get("runs")).isEmpty());
    assertTrue(packed("as.json") < packed("as.unknown"), "textLevel is 19, and level 1");
  }

  /** Bytes that the same words become in a file of that name. */
  private long packed(String name) throws IOException {
    Random random = new Random(1);
    StringBuilder words = new StringBuilder();
    while (words.length() < BYTES) {
      words.append("word").append(random.nextInt(5000)).append(' ');
    }
    Files.writeString(folder.resolve(name), words);
    String answer = client.callJson("zstd.compress", Json.text(Map.of("source", name)));
    return ((Number) ((Map<?, ?>) Json.read(answer)).get("outputBytes")).longValue();
  }
}

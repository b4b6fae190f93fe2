package io.machinenative.axiom.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.client.Reply;
import io.machinenative.axiom.client.RetryPolicy;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.Await;
import io.machinenative.axiom.engine.ChildJvm;
import io.machinenative.axiom.engine.ServedProcess;
import io.machinenative.axiom.engine.json.Json;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code axiom serve} as a process: ready, called, stopped. */
class ServeProcessTest {
  private static final long STOP_NS = TimeUnit.SECONDS.toNanos(5);

  /** What a process ends with that SIGTERM ended. */
  private static final int TERMINATED = 143;

  @Test
  void servesUntilSigterm() {
    try (ServedProcess server = new ServedProcess(List.of("--listen", "tcp://127.0.0.1:0"))) {
      Map<?, ?> ready = server.ready();
      assertEquals(true, ready.get("ready"));
      assertEquals((int) server.child().pid(), ready.get("pid"));
      assertEquals(1, server.addresses().size());
      String address = server.addresses().getFirst();
      assertTrue(address.matches("tcp://127\\.0\\.0\\.1:[1-9][0-9]*"), address);

      listsAndDescribesTools(address);
      callsAndFails(address);
      echoesBytesThroughPipes(address);
      stopsOnSigterm(server, address);
    }
  }

  private static CommandRun succeed(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(ExitCode.OK, run.exitCode(), run::toString);
    assertNoColours(run);
    return run;
  }

  private static void fail(int exitCode, String said, String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(exitCode, run.exitCode(), run::toString);
    assertTrue(run.err().contains(said), run::toString);
    assertEquals("", run.out());
    assertNoColours(run);
  }

  private static void assertNoColours(CommandRun run) {
    assertFalse((run.out() + run.err()).contains("\u001B"), run::toString);
  }

  private static void listsAndDescribesTools(String address) {
    CommandRun json = succeed("tools", "--json", "--at", address);
    List<?> tools = (List<?>) ((Map<?, ?>) Json.read(json.out())).get("tools");
    List<?> names = tools.stream().map(tool -> ((Map<?, ?>) tool).get("name")).toList();
    assertTrue(names.containsAll(List.of("core.echo", "core.hash", "core.info")), json::out);
    assertEquals(names.size(), succeed("tools", "--at", address).out().lines().count());
    assertTrue(succeed("tools", "core.sleep", "--at", address).out().contains("millis"));
    fail(ExitCode.FAILED, "UNKNOWN_TOOL", "tools", "no.such-tool", "--at", address);
  }

  private static void callsAndFails(String address) {
    String hash = succeed("call", "core.hash", "--json", "{\"text\":\"\"}", "--at", address).out();
    assertTrue(hash.contains("e3b0c44298fc1c149afbf4c8996fb924"), hash);
    String sleep = "{\"millis\":60000}";
    fail(
        ExitCode.FAILED,
        "DEADLINE_EX",
        "call",
        "core.sleep",
        "--json",
        sleep,
        "--deadline",
        "50ms",
        "--at",
        address);
    fail(ExitCode.FAILED, "INVALID_ARGUMENT", "call", "core.hash", "--at", address);
    fail(ExitCode.USAGE, "soon", "call", "core.echo", "--deadline", "soon", "--at", address);
    fail(ExitCode.USAGE, "bold", "call", "core.echo", "--priority", "bold", "--at", address);
    fail(ExitCode.USAGE, "cannot be read", "call", "core.echo", "--in", "no/file", "--at", address);
  }

  private static void echoesBytesThroughPipes(String address) {
    byte[] bytes = new byte[300_000];
    new SplittableRandom(7).nextBytes(bytes);
    List<String> arguments =
        List.of("call", "core.echo", "--in", "-", "--out", "-", "--at", address);
    try (ChildJvm call = ChildJvm.start(Main.class, arguments, false)) {
      assertArrayEquals(bytes, call.exchange(bytes));
      assertEquals(ExitCode.OK, call.exitCode());
      assertEquals("", call.errors());
    }
  }

  private static void stopsOnSigterm(ServedProcess server, String address) {
    ChildJvm child = server.child();
    byte[] sleep = "{\"millis\":600000}".getBytes(UTF_8);
    try (AxiomClient client =
        AxiomClient.builder().at(address).retry(RetryPolicy.none()).connect()) {
      CompletableFuture<Reply> inFlight =
          client.callAsync("core.sleep", ContentType.JSON, sleep, new CallOptions());
      client.callJson("core.echo", "{}");
      long startNs = System.nanoTime();
      child.terminate();
      assertEquals(TERMINATED, child.exitCode());
      long elapsedNs = System.nanoTime() - startNs;
      assertTrue(elapsedNs < STOP_NS, "stopped after " + elapsedNs + " ns");
      CallException told = assertThrows(CallException.class, () -> Await.get(inFlight));
      assertEquals(Status.SERVER_STOPPED, told.status());
    }
    assertTrue(child.errors().endsWith("axiom: stopped\n"), child::errors);
    assertFalse(child.errors().contains("\u001B"), child::errors);
    assertEquals(List.of(), child.remainingLines(), "one ready line, and nothing after it");
  }
}

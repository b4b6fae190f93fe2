package io.machinenative.axiom.testkit.tasks;

import io.machinenative.axiom.api.TaskSupport;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** A server whose calls are tasks, and a client of it. One thread's. */
final class TaskServer implements AutoCloseable {
  /** Between two looks at what is awaited. */
  private static final long LOOK_NS = 100_000;

  /** Ends at once, with what it is given. */
  static final String QUICK = "testkit.quick";

  /** Ends when it is cancelled. */
  static final String LONG = "testkit.long";

  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":{\"extensions\":"
          + "{\"io.modelcontextprotocol/tasks\":{}}}}";

  /** What it is given, and gives back. */
  record Text(String text) {}

  private final Engine engine;
  private final HttpClient http = HttpClient.newHttpClient();

  TaskServer(Path directory) {
    engine =
        Engine.builder()
            .mount(Mount.SHARED)
            .dataDirectory(directory)
            .tool(
                Tool.named(QUICK)
                    .task(TaskSupport.REQUIRED)
                    .typed(Text.class, Text.class, (given, call) -> given)
                    .build())
            .tool(
                Tool.named(LONG)
                    .task(TaskSupport.REQUIRED)
                    .blocking()
                    .typed(
                        Text.class,
                        Text.class,
                        (given, call) -> {
                          new CountDownLatch(1).await();
                          return given;
                        })
                    .build())
            .listen("http://127.0.0.1:0")
            .start();
  }

  /** Begins a task; answers its id once it is acknowledged. */
  String begin(String tool, String text) throws IOException, InterruptedException {
    String arguments = "\"name\":\"%s\",\"arguments\":{\"text\":\"%s\"}".formatted(tool, text);
    return result(ask("tools/call", tool, arguments)).get("taskId").toString();
  }

  void cancel(String taskId) throws IOException, InterruptedException {
    result(ask("tasks/cancel", taskId, "\"taskId\":\"" + taskId + "\""));
  }

  /**
   * What a task has come to: its status, and what it ended with, in one word.
   *
   * @throws IllegalStateException when it is not there
   */
  String state(String taskId) throws IOException, InterruptedException {
    Map<?, ?> task = result(ask("tasks/get", taskId, "\"taskId\":\"" + taskId + "\""));
    Object outcome =
        task.get("result") instanceof Map<?, ?> result
            ? result.get("structuredContent")
            : task.get("error");
    return task.get("status") + ":" + Integer.toHexString(Json.text(outcome).hashCode());
  }

  /** Waits until a task has ended. */
  String end(String taskId) throws IOException, InterruptedException {
    String state = state(taskId);
    while (!isEnd(state)) {
      LockSupport.parkNanos(LOOK_NS);
      state = state(taskId);
    }
    return state;
  }

  /** Whether a state is one that a task keeps. */
  static boolean isEnd(String state) {
    return !state.startsWith("working") && !state.startsWith("input_required");
  }

  private static Map<?, ?> result(Map<?, ?> answer) {
    if (answer.get("result") instanceof Map<?, ?> result) {
      return result;
    }
    throw new IllegalStateException("expected a result, actual " + answer);
  }

  private Map<?, ?> ask(String method, String name, String params)
      throws IOException, InterruptedException {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{%s,%s}}"
            .formatted(method, META, params);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(engine.addresses().getFirst() + "/mcp"))
            .header("Content-Type", "application/json")
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", method)
            .header("Mcp-Name", name)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return (Map<?, ?>) Json.read(http.send(request, BodyHandlers.ofString()).body());
  }

  @Override
  public void close() {
    http.shutdownNow();
    engine.close();
  }
}

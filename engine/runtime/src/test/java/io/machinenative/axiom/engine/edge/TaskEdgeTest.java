package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.fields;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.Verdict;
import io.machinenative.axiom.engine.Await;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.config.EdgeConfig;
import io.machinenative.axiom.engine.config.TaskConfig;
import io.machinenative.axiom.samples.conformance.ConformancePlugin;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long calls as tasks: kept over restarts, asked and answered, watched, and bounded. */
class TaskEdgeTest {
  private static final long HOUR_NS = 3_600_000_000_000L;

  private static String body(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
        + method
        + "\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
        + "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{},"
        + "\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}},"
        + params
        + "}}";
  }

  private static Map<?, ?> send(EdgeRig rig, String method, String name, String params) {
    try (RawHttp http = rig.connect()) {
      return json(http.post("/mcp", fields(method, name), body(method, params)).read().body());
    }
  }

  private static Map<?, ?> call(EdgeRig rig, String tool, String arguments) {
    String params = "\"name\":\"" + tool + "\",\"arguments\":" + arguments;
    return send(rig, "tools/call", tool, params);
  }

  private static String begin(EdgeRig rig, String tool, String arguments) {
    Map<?, ?> answer = call(rig, tool, arguments);
    assertEquals("task", at(answer, "result", "resultType"), answer::toString);
    return at(answer, "result", "taskId").toString();
  }

  private static Map<?, ?> get(EdgeRig rig, String taskId) {
    return send(rig, "tasks/get", taskId, "\"taskId\":\"" + taskId + "\"");
  }

  private static Map<?, ?> await(EdgeRig rig, String taskId, String status) {
    Map<?, ?> answer = get(rig, taskId);
    while (!status.equals(at(answer, "result", "status"))) {
      Await.pause();
      answer = get(rig, taskId);
    }
    return answer;
  }

  private static void update(EdgeRig rig, String taskId, String key, String answer) {
    String params =
        "\"taskId\":\"%s\",\"inputResponses\":{\"%s\":%s}".formatted(taskId, key, answer);
    Map<?, ?> ack = send(rig, "tasks/update", taskId, params);
    assertEquals(Set.of("resultType", "_meta"), ((Map<?, ?>) ack.get("result")).keySet());
  }

  @Test
  void tasksOutliveTheServer(@TempDir Path before, @TempDir Path after) throws IOException {
    EdgeConfig config = EdgeRig.usualConfig(EdgeConfig.defaults().tasks());
    String ended;
    String running;
    try (EdgeRig rig = new EdgeRig(config, Optional.of(before))) {
      ended = begin(rig, "failing_job", "{}");
      await(rig, ended, "completed");
      running = begin(rig, "slow_compute", "{\"seconds\":10000,\"label\":\"long\"}");
      copy(before.resolve("tasks"), Files.createDirectories(after.resolve("tasks")));
      Files.writeString(after.resolve("tasks/damaged.task"), "no record");
      send(rig, "tasks/cancel", running, "\"taskId\":\"" + running + "\"");
      await(rig, running, "cancelled");
    }
    try (EdgeRig rig = new EdgeRig(config, Optional.of(before))) {
      assertEquals("cancelled", at(get(rig, running), "result", "status"));
    }
    try (EdgeRig rig = new EdgeRig(config, Optional.of(after))) { // as a kill would have left it
      Map<?, ?> task = get(rig, running);
      assertEquals("failed", at(task, "result", "status"));
      assertEquals("the server ended while the task ran", at(task, "result", "error", "message"));
      Map<?, ?> kept = get(rig, ended);
      assertEquals("completed", at(kept, "result", "status"));
      assertEquals("the job failed", at(kept, "result", "result", "content", 0, "text"));
      assertTrue(Files.exists(after.resolve("tasks/damaged.damaged")));
      assertEquals(1, rig.engine().errors().size());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from, "*.task")) {
      for (Path file : files) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void aTaskAsksAndSaysWhatBecomesOfIt() {
    try (EdgeRig rig = EdgeRig.usual();
        RawHttp listener = rig.connect()) {
      String taskId = begin(rig, "confirm_delete", "{\"filename\":\"a.txt\"}");
      Map<?, ?> asking = await(rig, taskId, "input_required");
      Set<?> keys = ((Map<?, ?>) at(asking, "result", "inputRequests")).keySet();
      assertEquals(Set.of("confirmation"), keys);
      listener.post(
          "/mcp",
          fields("subscriptions/listen", ""),
          body(
              "subscriptions/listen",
              "\"notifications\":{\"taskIds\":[\"" + taskId + "\",\"unknown\"]}"));
      assertEquals(200, listener.read().status());
      Map<?, ?> granted = json(listener.event());
      assertEquals(1, ((List<?>) at(granted, "params", "notifications", "taskIds")).size());

      update(rig, taskId, "confirmation", "{\"action\":\"perhaps\"}");
      Map<?, ?> again = awaitEvent(listener, "input_required");
      Set<?> newKeys = ((Map<?, ?>) at(again, "params", "inputRequests")).keySet();
      assertEquals(Set.of("confirmation-2"), newKeys, "a key means one question");
      update(
          rig, taskId, "confirmation-2", "{\"action\":\"accept\",\"content\":{\"confirm\":true}}");
      Map<?, ?> done = awaitEvent(listener, "completed");
      assertEquals("deleted a.txt", at(done, "params", "result", "content", 0, "text"));
    }
  }

  private static Map<?, ?> awaitEvent(RawHttp listener, String status) {
    Map<?, ?> event = json(listener.event());
    while (!status.equals(at(event, "params", "status"))) {
      event = json(listener.event());
    }
    return event;
  }

  @Test
  void tasksAreFewAndSmall() {
    EdgeConfig config = EdgeRig.usualConfig(new TaskConfig(1, 1024, HOUR_NS));
    try (EdgeRig rig = new EdgeRig(config)) {
      String arguments = "{\"seconds\":0,\"label\":\"" + "x".repeat(900) + "\"}";
      String taskId = begin(rig, "slow_compute", arguments);
      String why = at(await(rig, taskId, "failed"), "result", "statusMessage").toString();
      assertTrue(why.contains("a task may have 1024"), why);
      Map<?, ?> waited = call(rig, "slow_compute", arguments);
      assertEquals("complete", at(waited, "result", "resultType"), "others wait, as without tasks");
      assertEquals(-32603, at(call(rig, "failing_job", "{}"), "error", "code"));
      Map<?, ?> tooLong = call(rig, "slow_compute", "{\"label\":\"" + "x".repeat(1024) + "\"}");
      assertEquals(-32602, at(tooLong, "error", "code"));
    }
  }

  @Test
  void aTaskThatCannotBeRecordedIsRefused(@TempDir Path data) throws IOException {
    EdgeConfig config = EdgeRig.usualConfig(new TaskConfig(1, 1024, HOUR_NS));
    try (EdgeRig rig = new EdgeRig(config, Optional.of(data))) {
      Path tasks = data.resolve("tasks");
      Files.delete(tasks);
      Files.createFile(tasks); // below which nobody writes, whoever it is
      String forever = "{\"seconds\":10000,\"label\":\"long\"}";
      Map<?, ?> refused = call(rig, "slow_compute", forever);
      assertEquals(-32603, at(refused, "error", "code"), refused::toString);
      assertEquals("the task cannot be recorded", at(refused, "error", "message"));
      assertTrue(rig.engine().errors().size() > 0, "and its operator hears why");
      Files.delete(tasks);
      Files.createDirectory(tasks);
      String taskId = begin(rig, "slow_compute", forever); // the only place is free again
      send(rig, "tasks/cancel", taskId, "\"taskId\":\"" + taskId + "\"");
      await(rig, taskId, "cancelled");
    }
  }

  @Test
  void aTaskIsItsOwners() {
    try (Engine engine =
        Engine.builder()
            .plugin(new ConformancePlugin())
            .authenticator((credential, nowMs) -> Verdict.accepted(named(credential.secret())))
            .listen("http://127.0.0.1:0")
            .start()) {
      String forever =
          "\"name\":\"slow_compute\",\"arguments\":{\"seconds\":10000,\"label\":\"x\"}";
      Object taskId =
          at(as(engine, "ada", "tools/call", "slow_compute", forever), "result", "taskId");
      String named = "\"taskId\":\"" + taskId + "\"";
      for (String method : List.of("tasks/get", "tasks/update", "tasks/cancel")) {
        String params = method.equals("tasks/update") ? named + ",\"inputResponses\":{}" : named;
        Map<?, ?> foreign = as(engine, "eve", method, taskId.toString(), params);
        assertEquals(-32602, at(foreign, "error", "code"), foreign::toString);
        assertEquals("there is no such task, or not any more", at(foreign, "error", "message"));
      }
      Map<?, ?> own = as(engine, "ada", "tasks/get", taskId.toString(), named);
      assertEquals("working", at(own, "result", "status"), own::toString);
      Map<?, ?> ended = as(engine, "ada", "tasks/cancel", taskId.toString(), named);
      assertTrue(ended.containsKey("result"), ended::toString);
    }
  }

  private static Principal named(byte[] credential) {
    return Principal.of(new String(credential, UTF_8), Principal.Kind.OTHER, Set.of());
  }

  private static Map<?, ?> as(
      Engine engine, String who, String method, String name, String params) {
    try (RawHttp http = new RawHttp(engine.addresses().getFirst())) {
      String all = fields(method, name) + "Authorization: Bearer " + who + "\r\n";
      return json(http.post("/mcp", all, body(method, params)).read().body());
    }
  }
}

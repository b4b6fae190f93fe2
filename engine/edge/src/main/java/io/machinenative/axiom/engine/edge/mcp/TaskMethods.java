package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.json.JsonText;
import io.machinenative.axiom.engine.edge.json.Members;
import io.machinenative.axiom.engine.edge.task.KeptTask;
import io.machinenative.axiom.engine.edge.task.RunningTask;
import io.machinenative.axiom.engine.edge.task.TaskRecord;
import io.machinenative.axiom.engine.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** tasks/get, tasks/update and tasks/cancel. Owned by the ingress thread. */
final class TaskMethods {
  private static final byte[] TASK_ID = JsonText.ascii("taskId");
  private static final byte[] RESPONSES = JsonText.ascii("inputResponses");

  private final McpServer server;

  TaskMethods(McpServer server) {
    this.server = server;
  }

  void get(McpRequest request) {
    KeptTask kept = task(request);
    server
        .shelf()
        .detail(
            kept, (task, detail) -> server.outbox().surely(() -> answer(request, task, detail)));
  }

  private static void answer(McpRequest request, TaskRecord task, byte[] detail) {
    ByteSink sink = request.begin();
    TaskForm.write(sink, task);
    TaskForm.writeDetail(sink, task, detail);
    request.finish(sink);
  }

  void update(McpRequest request) {
    KeptTask kept = task(request);
    int responses = request.params().find(RESPONSES);
    if (responses == Members.ABSENT || request.params().kind(responses) != '{') {
      throw RpcException.invalidParams("expected inputResponses that are an object");
    }
    Map<String, Map<String, Object>> answers = new LinkedHashMap<>();
    Interactions.putObjects(Json.read(request.params().copy(responses)), answers);
    tell(kept, runner -> runner.answer(answers));
    request.finishEmpty(request.begin());
  }

  void cancel(McpRequest request) {
    tell(task(request), RunningTask::cancel);
    request.finishEmpty(request.begin());
  }

  private static void tell(KeptTask kept, Consumer<RunningTask> what) {
    if (!kept.task().status().isTerminal()) {
      what.accept(kept.runner());
    }
  }

  private KeptTask task(McpRequest request) {
    TaskRules.requireDeclared(request);
    String id = request.params().text(TASK_ID);
    KeptTask kept = id == null ? null : server.shelf().find(id, request.owner());
    if (kept == null) {
      throw RpcException.invalidParams("there is no such task, or not any more");
    }
    return kept;
  }
}

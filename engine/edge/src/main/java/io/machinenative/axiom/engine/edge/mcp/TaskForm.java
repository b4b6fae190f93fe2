package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.json.JsonText;
import io.machinenative.axiom.engine.edge.task.TaskRecord;
import java.time.Instant;

/**
 * How a task is written. Stateless.
 *
 * @see <a
 *     href="https://modelcontextprotocol.github.io/ext-tasks/specification/2026-07-28/tasks.html">the
 *     extension, Tasks</a>
 */
final class TaskForm {
  /** How often a client should look. */
  private static final long POLL_MS = 1000;

  private static final byte[] LOST =
      JsonText.ascii("{\"code\":-32603,\"message\":\"what came of the task cannot be read\"}");

  private TaskForm() {}

  /** Appends the members that every task has. */
  static void write(ByteSink sink, TaskRecord task) {
    sink.put("\"taskId\":\"").put(task.id());
    sink.put("\",\"status\":\"").put(task.status().label()).put('"');
    if (!task.message().isEmpty()) {
      sink.put(",\"statusMessage\":").text(task.message());
    }
    sink.put(",\"createdAt\":\"").put(time(task.createdMs()));
    sink.put("\",\"lastUpdatedAt\":\"").put(time(task.updatedMs()));
    sink.put("\",\"ttlMs\":").number(task.ttlMs());
    sink.put(",\"pollIntervalMs\":").number(POLL_MS);
  }

  private static String time(long epochMs) {
    return Instant.ofEpochMilli(epochMs).toString();
  }

  /** Appends the member that goes with its status. */
  static void writeDetail(ByteSink sink, TaskRecord task, byte[] detail) {
    String member =
        switch (task.status()) {
          case INPUT_REQUIRED -> "inputRequests";
          case COMPLETED -> "result";
          case FAILED -> "error";
          case WORKING, CANCELLED -> null;
        };
    if (member != null) {
      sink.put(",\"").put(member).put("\":").put(detail.length == 0 ? LOST : detail);
    }
  }
}

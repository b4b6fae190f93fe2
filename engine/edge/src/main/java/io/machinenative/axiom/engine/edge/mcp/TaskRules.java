package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.api.TaskSupport;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.edge.json.Members;
import io.machinenative.axiom.engine.json.Json;
import java.util.Map;

/**
 * Who gets tasks: a client of the newer era that declares the extension with its request.
 * Stateless.
 *
 * @see <a href="https://github.com/modelcontextprotocol/ext-tasks">MCP's tasks extension</a>
 */
final class TaskRules {
  static final String EXTENSION = "io.modelcontextprotocol/tasks";
  private static final String REQUIRED =
      "{\"requiredCapabilities\":{\"extensions\":{\"" + EXTENSION + "\":{}}}}";

  private TaskRules() {}

  /**
   * Whether a call of a tool that can be a task is one. A call that cannot be served at all is
   * answered, when its client is of an older revision.
   *
   * @throws RpcException when the tool is for clients with tasks, and this one declares none
   */
  static boolean isWanted(McpRequest request, ResultForm form, TaskSupport support) {
    if (isDeclared(request)) {
      return true;
    }
    if (support == TaskSupport.REQUIRED && request.isStateless()) {
      throw notDeclared();
    }
    if (support == TaskSupport.REQUIRED) {
      String text =
          "the tool runs long: it needs a client of revision 2026-07-28 with " + EXTENSION;
      form.fail(request, Status.TOOL_ERROR, 0, text);
    }
    return false;
  }

  /**
   * @throws RpcException when the client does not declare the extension
   */
  static void requireDeclared(McpRequest request) {
    if (!isDeclared(request)) {
      throw notDeclared();
    }
  }

  private static boolean isDeclared(McpRequest request) {
    if (!request.isStateless()) {
      return false;
    }
    Members meta = request.envelope().meta();
    int capabilities = meta.find(StatelessRules.CAPABILITIES_KEY);
    return Json.read(meta.copy(capabilities)) instanceof Map<?, ?> declared
        && declared.get("extensions") instanceof Map<?, ?> extensions
        && extensions.get(EXTENSION) instanceof Map;
  }

  private static RpcException notDeclared() {
    return new RpcException(
        400,
        RpcError.MISSING_CAPABILITY,
        "this needs a client that declares the extension " + EXTENSION,
        REQUIRED);
  }
}

package io.machinenative.axiom.testkit.edge;

/** Messages of MCP's clients that are right, each of which has one answer. */
final class EdgeMessages {
  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{},\"extensions\":"
          + "{\"io.modelcontextprotocol/tasks\":{}}},\"progressToken\":\"t\",\"traceparent\":"
          + "\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\",\"tracestate\":\"a=b\"}";

  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

  /** What opens a session. */
  static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":11,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"f\"}}}";

  /** Is answered with a question and a sealed state. */
  static final String ASK =
      newer(20, "tools/call", "\"name\":\"fuzzed.ask\",\"arguments\":{\"text\":\"x\"}");

  static final String[] ALL = {
    PING,
    "{\"jsonrpc\":\"2.0\",\"id\":\"a\\u00e9\",\"method\":\"tools/list\",\"params\":{\"cursor\":\"YWZ0ZXI6YQ\"}}",
    "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"core.echo\","
        + "\"arguments\":{\"a\":[1,-2.5e3,true,null,\"\\\"x\\n\"],\"b\":{\"c\":{}}}}}",
    newer(
        8,
        "tools/call",
        "\"name\":\"core.hash\",\"arguments\":{\"data\":\"AAECAw==\"},\"requestState\":\"x\""),
    newer(9, "server/discover", ""),
    "{\"jsonrpc\":\"2.0\",\"id\":10,\"method\":\"completion/complete\",\"params\":{\"ref\":"
        + "{\"type\":\"ref/prompt\",\"name\":\"fuzzed\"},\"argument\":{\"name\":\"text\",\"value\":\"v\"}}}",
    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}",
    INITIALIZE,
    "{\"jsonrpc\":\"2.0\",\"id\":12,\"result\":{\"action\":\"accept\"}}",
    "[" + PING + "]",
    "{\"jsonrpc\":\"2.0\",\"id\":13,\"method\":\"prompts/get\",\"params\":{\"name\":\"fuzzed\","
        + "\"arguments\":{\"text\":\"hello\"}}}",
    newer(14, "resources/read", "\"uri\":\"fuzzed://resource\""),
    "{\"jsonrpc\":\"2.0\",\"id\":15,\"method\":\"resources/subscribe\",\"params\":{\"uri\":"
        + "\"fuzzed://resource\"}}",
    newer(16, "tools/call", "\"name\":\"fuzzed.task\",\"arguments\":{\"text\":\"x\"}"),
    newer(17, "tasks/get", "\"taskId\":\"00112233445566778899aabbccddeeff\""),
    newer(
        18,
        "tasks/update",
        "\"taskId\":\"00112233445566778899aabbccddeeff\",\"inputResponses\":{\"a\":{}}"),
    newer(19, "tools/call", "\"name\":\"fuzzed.region\",\"arguments\":{\"region\":\"eu\"}"),
    ASK,
    newer(
        21,
        "tools/call",
        "\"name\":\"fuzzed.ask\",\"arguments\":{\"text\":\"x\"},\"requestState\":\"STATE\","
            + "\"inputResponses\":{\"name\":{\"action\":\"accept\",\"content\":{\"name\":\"a\"}}}"),
    "{\"jsonrpc\":\"2.0\",\"id\":22,\"method\":\"logging/setLevel\",\"params\":{\"level\":\"debug\"}}"
  };

  /** The header fields that messages of the newer era go with, each for some of them. */
  static final String[] FIELDS = {
    "",
    "Mcp-Method: tools/call\r\nMcp-Name: core.hash\r\n",
    "Mcp-Method: tools/call\r\nMcp-Name: fuzzed.ask\r\n",
    "Mcp-Method: tools/call\r\nMcp-Name: fuzzed.task\r\n",
    "Mcp-Method: tools/call\r\nMcp-Name: fuzzed.region\r\nMcp-Param-Region: eu\r\n",
    "Mcp-Method: tools/call\r\nMcp-Name: fuzzed.region\r\nMcp-Param-Region: =?base64?ZXU=?=\r\n",
    "Mcp-Method: tasks/get\r\nMcp-Name: 00112233445566778899aabbccddeeff\r\n",
    "Mcp-Method: resources/read\r\nMcp-Name: fuzzed://resource\r\n",
    "Mcp-Method: server/discover\r\n"
  };

  /** Says that a request is of the newer era. */
  static final String VERSION = "MCP-Protocol-Version: 2026-07-28\r\n";

  private EdgeMessages() {}

  /** The header fields that go with a message of {@link #ALL}. */
  static String fieldsOf(String message) {
    if (!message.contains(META)) {
      return "";
    }
    String fields = VERSION + "Mcp-Method: " + member(message, "method") + "\r\n";
    for (String name : new String[] {"name", "uri", "taskId"}) {
      if (message.contains("," + "\"" + name + "\":\"")) {
        fields += "Mcp-Name: " + member(message, name) + "\r\n";
        break;
      }
    }
    return fields + (message.contains("fuzzed.region") ? "Mcp-Param-Region: eu\r\n" : "");
  }

  private static String member(String message, String name) {
    String begin = "\"" + name + "\":\"";
    int from = message.indexOf(begin) + begin.length();
    return message.substring(from, message.indexOf('"', from));
  }

  private static String newer(int id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":{%s%s}}"
        .formatted(id, method, META, params.isEmpty() ? "" : "," + params);
  }
}

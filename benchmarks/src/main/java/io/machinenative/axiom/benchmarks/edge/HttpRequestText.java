package io.machinenative.axiom.benchmarks.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Requests of the measurement, as bytes on the wire. Stateless. */
final class HttpRequestText {
  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"bench\",\"version\":\"1\"},"
          + "\"io.modelcontextprotocol/clientCapabilities\":{}},";

  private static final String ARGUMENTS = "{\"a\":2,\"b\":3}";

  private HttpRequestText() {}

  /** MCP, revision 2026-07-28. */
  static byte[] stateless(String tool) {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{%s\"name\":\"%s\",\"arguments\":%s}}"
            .formatted(META, tool, ARGUMENTS);
    return post(
        "/mcp",
        "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: " + tool + "\r\n",
        body);
  }

  /** MCP, revision 2025-11-25. */
  static byte[] older(String tool) {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s}}"
            .formatted(tool, ARGUMENTS);
    return post("/mcp", "MCP-Protocol-Version: 2025-11-25\r\n", body);
  }

  /** MCP, revision 2025-11-25, within a session. */
  static byte[] inSession(String tool, String session) {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s}}"
            .formatted(tool, ARGUMENTS);
    String fields = "MCP-Protocol-Version: 2025-11-25\r\nMcp-Session-Id: " + session + "\r\n";
    return post("/mcp", fields, body);
  }

  /** HTTP/JSON. */
  static byte[] rest(String tool) {
    return post("/v1/tools/" + tool + ":invoke", "", ARGUMENTS);
  }

  private static byte[] post(String path, String fields, String body) {
    return ("POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json, text/event-stream\r\n"
            + "Content-Type: application/json\r\n"
            + fields
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(UTF_8);
  }
}

package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.json;

import java.util.Map;
import java.util.function.Supplier;

/** A client of the older era by HTTP: one session, and a connection for each of its requests. */
final class OlderClient {
  private final Supplier<RawHttp> connections;
  private final Map<?, ?> greeting;
  private final String fields;

  /**
   * @param capabilities a JSON object
   */
  OlderClient(Supplier<RawHttp> connections, String version, String capabilities) {
    this.connections = connections;
    String initialize =
        message("1", "initialize", "{\"protocolVersion\":\"%s\",\"capabilities\":%s}")
            .formatted(version, capabilities);
    try (RawHttp http = connections.get()) {
      RawHttp.Answer answer = http.post("/mcp", "", initialize).read();
      greeting = json(answer.body());
      fields = "Mcp-Session-Id: " + answer.fields().get("mcp-session-id") + "\r\n";
    }
  }

  static String message(String id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":%s}"
        .formatted(id, method, params);
  }

  /** What it was answered when it came. */
  Map<?, ?> greeting() {
    return greeting;
  }

  /** The header fields of its requests. */
  String fields() {
    return fields;
  }

  /** Begins a request; the answer is read from what is returned, and closed with it. */
  RawHttp begin(String id, String method, String params) {
    return connections.get().post("/mcp", fields, message(id, method, params));
  }

  /** The answer to a request, whole. */
  RawHttp.Answer answer(String method, String params) {
    try (RawHttp http = begin("1", method, params)) {
      return http.read();
    }
  }

  Map<?, ?> ask(String method, String params) {
    return json(answer(method, params).body());
  }

  /** The status of a message that is no request. */
  int tell(String message) {
    try (RawHttp http = connections.get()) {
      return http.post("/mcp", fields, message).read().status();
    }
  }

  /** Answers a question of the server's. */
  int reply(Map<?, ?> question, String result) {
    return tell(
        "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"result\":%s}".formatted(question.get("id"), result));
  }

  /** The stream of what the server says on its own; its head is read. */
  RawHttp listen() {
    RawHttp http = connections.get().get("/mcp", fields);
    int status = http.read().status();
    if (status != 200) {
      throw new AssertionError("expected a stream, got " + status);
    }
    return http;
  }

  /** Ends the session; answers the status. */
  int end() {
    try (RawHttp http = connections.get()) {
      return http.send("DELETE /mcp HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n")
          .read()
          .status();
    }
  }
}

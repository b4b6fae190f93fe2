package io.machinenative.axiom.engine.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An MCP server of the older era that does everything wrong, each tool in its way: {@code hang},
 * {@code garbage}, {@code huge}, {@code deep}, {@code lie}, {@code nothing}, {@code redirect},
 * {@code forget}, {@code drop}, {@code flood}.
 */
final class HostileServer implements AutoCloseable {
  private static final String OBJECT = "{\"type\":\"object\"}";

  /** Takes as many steps as there are ways to split the text. */
  static final String SLOW_PATTERN = "^(a+)+$";

  private final ScriptedUpstream server;
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger sessions = new AtomicInteger();

  /** Whether {@code hang} does. */
  volatile boolean hangs = true;

  HostileServer() {
    server = new ScriptedUpstream(this::serve);
  }

  String url() {
    return server.url();
  }

  int sessions() {
    return sessions.get();
  }

  private void serve(HttpExchange http) throws IOException {
    try (http) {
      if (!http.getRequestMethod().equals("POST")) {
        http.sendResponseHeaders(405, -1);
        return;
      }
      Map<?, ?> request = (Map<?, ?>) Json.read(http.getRequestBody().readAllBytes());
      Object id = request.get("id");
      if (id == null) {
        http.sendResponseHeaders(202, -1);
        return;
      }
      switch (request.get("method").toString()) {
        case "initialize" -> {
          http.getResponseHeaders().add("Mcp-Session-Id", "s" + sessions.incrementAndGet());
          answer(
              http,
              id,
              "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
                  + "\"serverInfo\":{\"name\":\"hostile\",\"version\":\"0\"}}");
        }
        case "tools/list" -> answer(http, id, "{\"tools\":[" + tools() + "]}");
        case "tools/call" ->
            call(http, id, ((Map<?, ?>) request.get("params")).get("name").toString());
        default -> send(http, 200, "application/json", error(id));
      }
    }
  }

  private static String error(Object id) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":-32601,\"message\":\"no\"}}";
  }

  private static String tools() {
    String lying =
        "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"},"
            + "\"text\":{\"type\":\"string\",\"pattern\":\""
            + SLOW_PATTERN
            + "\"}},\"required\":[\"n\"]}";
    StringBuilder list = new StringBuilder();
    for (String name :
        new String[] {
          "hang", "garbage", "huge", "deep", "redirect", "forget", "drop", "flood", "hang"
        }) {
      list.append(tool(name, OBJECT, "")).append(',');
    }
    list.append(tool("lie", OBJECT, lying)).append(',');
    list.append(tool("slow", OBJECT, lying)).append(',');
    list.append(tool("nothing", OBJECT, lying)).append(',');
    list.append(tool("wrong-schema", "{\"type\":\"nonsense\"}", "")).append(',');
    list.append(tool("deep-schema", "{\"not\":".repeat(200) + "{}" + "}".repeat(200), ""))
        .append(',');
    list.append(tool("far-schema", "{\"$ref\":\"http://127.0.0.1:1/schema\"}", "")).append(',');
    list.append(tool("bad-header", "{\"type\":\"object\",\"not\":{\"x-mcp-header\":\"A\"}}", ""))
        .append(',');
    list.append("7,{\"name\":\"\"}");
    return list.toString();
  }

  private static String tool(String name, String input, String output) {
    return "{\"name\":\""
        + name
        + "\",\"inputSchema\":"
        + input
        + (output.isEmpty() ? "" : ",\"outputSchema\":" + output)
        + "}";
  }

  private void call(HttpExchange http, Object id, String tool) throws IOException {
    switch (tool) {
      case "hang" -> {
        if (hangs) {
          awaitEnd();
        }
        answer(http, id, "{\"content\":[]}");
      }
      case "garbage" -> send(http, 200, "application/json", "<html>It works!</html>");
      case "huge" -> huge(http);
      case "deep" ->
          answer(http, id, "{\"content\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}");
      case "lie" -> answer(http, id, "{\"content\":[],\"structuredContent\":{\"n\":\"seven\"}}");
      case "slow" ->
          answer(
              http,
              id,
              "{\"content\":[],\"structuredContent\":{\"n\":1,\"text\":\""
                  + "a".repeat(60)
                  + "!\"}}");
      case "nothing" -> answer(http, id, "{\"content\":[]}");
      case "redirect" -> {
        http.getResponseHeaders().add("Location", "http://169.254.169.254/latest");
        http.sendResponseHeaders(307, -1);
      }
      case "forget" -> forget(http, id);
      case "flood" -> flood(http);
      default -> http.getResponseBody().close(); // drop: the connection ends without a word
    }
  }

  /** Only the newest session is known, and the first is forgotten. */
  private void forget(HttpExchange http, Object id) throws IOException {
    if ("s1".equals(http.getRequestHeaders().getFirst("Mcp-Session-Id"))) {
      send(http, 404, "text/plain", "gone");
    } else {
      answer(http, id, "{\"content\":[{\"type\":\"text\",\"text\":\"again\"}]}");
    }
  }

  /** A body without an end. */
  private void huge(HttpExchange http) throws IOException {
    http.getResponseHeaders().add("Content-Type", "application/json");
    http.sendResponseHeaders(200, 0);
    byte[] part = "[".repeat(64 * 1024).getBytes(UTF_8);
    try (OutputStream out = http.getResponseBody()) {
      while (end.getCount() > 0) {
        out.write(part);
      }
    }
  }

  /** Events without an answer, until nobody reads them. */
  private void flood(HttpExchange http) throws IOException {
    http.getResponseHeaders().add("Content-Type", "text/event-stream");
    http.sendResponseHeaders(200, 0);
    byte[] event =
        "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}\n\n"
            .getBytes(UTF_8);
    try (OutputStream out = http.getResponseBody()) {
      while (end.getCount() > 0) {
        out.write(event);
      }
    }
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange http, Object id, String result) throws IOException {
    String body = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
    send(http, 200, "application/json", body);
  }

  private static void send(HttpExchange http, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    http.getResponseHeaders().add("Content-Type", type);
    http.sendResponseHeaders(status, bytes.length);
    http.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    end.countDown();
    server.close();
  }
}

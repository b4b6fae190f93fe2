package io.machinenative.axiom.engine.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * An MCP server of the older era whose connections break and whose mind changes: {@code cut} is
 * answered in two streams, {@code change} while its list of tools becomes another, and it takes one
 * token at a time.
 */
final class FickleServer implements AutoCloseable {
  private final ScriptedUpstream server;
  private final CountDownLatch listening = new CountDownLatch(1);
  private final CountDownLatch changed = new CountDownLatch(1);

  /** Let go by the test, when it has seen the new list. */
  final CountDownLatch relisted = new CountDownLatch(1);

  private final CountDownLatch end = new CountDownLatch(1);
  private final List<String> resumedFrom = new CopyOnWriteArrayList<>();

  /** What requests have to present. */
  volatile String token = "first";

  private volatile String tools =
      "[" + tool("plain") + "," + tool("cut") + "," + tool("change") + "]";

  FickleServer() {
    server = new ScriptedUpstream(this::serve);
  }

  String url() {
    return server.url();
  }

  /** Events after which streams were asked for again. */
  List<String> resumedFrom() {
    return resumedFrom;
  }

  private static String tool(String name) {
    return "{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}}";
  }

  private void serve(HttpExchange http) throws IOException {
    try (http) {
      String from = http.getRequestHeaders().getFirst("Last-Event-ID");
      if (!("Bearer " + token).equals(http.getRequestHeaders().getFirst("Authorization"))) {
        http.sendResponseHeaders(401, -1);
      } else if (from != null) {
        resumedFrom.add(from);
        openStream(http);
        say(
            http,
            "id: two\ndata: "
                + result(
                    from.split("-")[1],
                    "{\"content\":[{\"type\":\"text\"," + "\"text\":\"whole\"}]}")
                + "\n\n");
      } else if (http.getRequestMethod().equals("GET")) {
        openStream(http);
        say(http, ": here\n\n");
        listening.countDown();
        await(changed);
        say(
            http,
            "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n");
        await(end);
      } else if (http.getRequestMethod().equals("POST")) {
        answer(http, (Map<?, ?>) Json.read(http.getRequestBody().readAllBytes()));
      } else {
        http.sendResponseHeaders(405, -1);
      }
    }
  }

  private void answer(HttpExchange http, Map<?, ?> request) throws IOException {
    String id = String.valueOf(request.get("id"));
    switch (String.valueOf(request.get("method"))) {
      case "initialize" -> {
        http.getResponseHeaders().add("Mcp-Session-Id", token);
        send(
            http,
            result(
                id,
                "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":"
                    + "{\"listChanged\":true}},\"serverInfo\":{\"name\":\"fickle\","
                    + "\"version\":\"0\"}}"));
      }
      case "tools/list" -> send(http, result(id, "{\"tools\":" + tools + "}"));
      case "tools/call" ->
          call(http, id, String.valueOf(((Map<?, ?>) request.get("params")).get("name")));
      default -> http.sendResponseHeaders(202, -1);
    }
  }

  private void call(HttpExchange http, String id, String tool) throws IOException {
    if (tool.equals("cut")) {
      openStream(http);
      say(
          http,
          "id: one-"
              + id
              + "\ndata: {\"jsonrpc\":\"2.0\",\"method\":"
              + "\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":1}}\n\n");
      say(http, "id: half\ndata: {\"jsonrpc\":");
      return; // the end of the exchange breaks the connection: the body is not whole
    }
    if (tool.equals("change")) {
      await(listening);
      tools = "[" + tool("plain") + "," + tool("late") + "]";
      changed.countDown();
      await(relisted);
    }
    send(http, result(id, "{\"content\":[{\"type\":\"text\",\"text\":\"" + tool + "\"}]}"));
  }

  private static void openStream(HttpExchange http) throws IOException {
    http.getResponseHeaders().add("Content-Type", "text/event-stream");
    http.sendResponseHeaders(200, 0);
  }

  private static void say(HttpExchange http, String text) throws IOException {
    http.getResponseBody().write(text.getBytes(UTF_8));
    http.getResponseBody().flush();
  }

  private static String result(String id, String result) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
  }

  private static void send(HttpExchange http, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    http.getResponseHeaders().add("Content-Type", "application/json");
    http.sendResponseHeaders(200, bytes.length);
    http.getResponseBody().write(bytes);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    for (CountDownLatch latch : List.of(listening, changed, relisted, end)) {
      latch.countDown();
    }
    server.close();
  }
}

package io.machinenative.axiom.testkit.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.config.ConfigReader;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.testkit.FuzzFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * An upstream MCP server whose answers to calls are almost right: JSON and streams of events,
 * changed, cut, doubled and spliced. Each call must be answered, and the engine must record no
 * exception.
 *
 * <p>Used by one thread, beside those of the server. The same seed makes the same answers.
 */
public final class UpstreamFuzzer {
  /** Between two looks at what is awaited. */
  private static final long LOOK_NS = 100_000;

  private static final String CALL =
      "POST /v1/tools/u.t:invoke HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}";

  private static final String[] RESULTS = {
    "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":{\"resultType\":\"complete\",\"content\":"
        + "[{\"type\":\"text\",\"text\":\"hello\"}],\"structuredContent\":{\"a\":[1,null]}}}",
    "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":{\"resultType\":\"input_required\",\"inputRequests\":"
        + "{\"a\":{\"method\":\"elicitation/create\",\"params\":{\"message\":\"?\","
        + "\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}}},\"requestState\":\"s\"}}",
    "{\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":{\"code\":-32602,\"message\":\"no\",\"data\":{\"a\":1}}}",
    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":ID,"
        + "\"progress\":1,\"total\":2,\"message\":\"m\"}}"
  };

  private final long seed;
  private final SplittableRandom random;
  private final Mutation mutation;

  public UpstreamFuzzer(long seed) {
    this.seed = seed;
    random = new SplittableRandom(seed);
    mutation = new Mutation(random, RESULTS);
  }

  /**
   * Lets so many calls be answered.
   *
   * @return how many the engine did not take for a result
   * @throws FuzzFailure when a defect was found
   */
  public long run(long calls) {
    long refused = 0;
    try {
      HttpServer upstream =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      upstream.createContext("/mcp", this::serve);
      upstream.setExecutor(Executors.newSingleThreadExecutor());
      upstream.start();
      String yaml =
          "upstreams: {u: {url: 'http://127.0.0.1:%d/mcp', era: '2026-07-28', breaker: {failures: 10000}, timeouts: {silence: 100ms, call: 200ms}}}"
              .formatted(upstream.getAddress().getPort());
      try (Engine engine =
          Engine.builder()
              .upstreams(ConfigReader.parse(yaml, "fuzz").upstreams())
              .listen("http://127.0.0.1:0")
              .start()) {
        while (engine.upstreams().getFirst().tools() == 0) {
          LockSupport.parkNanos(LOOK_NS);
        }
        for (long i = 0; i < calls; i++) {
          refused += call(engine.addresses().getFirst()) == 200 ? 0 : 1;
          EdgeFuzzer.audit(engine);
        }
      } finally {
        upstream.stop(0);
      }
    } catch (IOException | RuntimeException e) {
      throw new FuzzFailure("upstream, seed " + seed + ": " + e.getMessage(), e);
    }
    return refused;
  }

  private static int call(String address) throws IOException {
    try (FuzzConnection connection = new FuzzConnection(address)) {
      connection.send(CALL.getBytes(ISO_8859_1));
      return connection.read().status();
    }
  }

  private void serve(HttpExchange http) throws IOException {
    try (http) {
      Map<?, ?> request = (Map<?, ?>) Json.read(http.getRequestBody().readAllBytes());
      String id = String.valueOf(request.get("id"));
      switch (String.valueOf(request.get("method"))) {
        case "server/discover" ->
            right(
                http,
                id,
                "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],"
                    + "\"capabilities\":{\"tools\":{}}}");
        case "tools/list" ->
            right(
                http,
                id,
                "{\"resultType\":\"complete\",\"tools\":[{\"name\":\"t\",\"inputSchema\":"
                    + "{\"type\":\"object\"}}]}");
        case "tools/call" -> almostRight(http, id);
        default -> http.sendResponseHeaders(405, -1);
      }
    }
  }

  private static void right(HttpExchange http, String id, String result) throws IOException {
    String message = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
    send(http, false, message.getBytes(UTF_8));
  }

  private void almostRight(HttpExchange http, String id) throws IOException {
    boolean events = random.nextBoolean();
    StringBuilder body = new StringBuilder();
    for (int i = events ? random.nextInt(3) : 0; i >= 0; i--) {
      String message = RESULTS[random.nextInt(RESULTS.length)].replace("ID", id);
      body.append(events ? "id: " + i + "\ndata: " + message + "\n\n" : message);
    }
    byte[] bytes = body.toString().getBytes(UTF_8);
    send(http, events, random.nextInt(6) == 0 ? bytes : mutation.of(bytes));
  }

  private static void send(HttpExchange http, boolean events, byte[] body) throws IOException {
    http.getResponseHeaders()
        .add("Content-Type", events ? "text/event-stream" : "application/json");
    http.sendResponseHeaders(200, body.length);
    http.getResponseBody().write(body);
  }
}

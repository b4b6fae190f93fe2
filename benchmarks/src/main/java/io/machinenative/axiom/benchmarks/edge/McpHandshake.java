package io.machinenative.axiom.benchmarks.edge;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Opens a session of revision 2025-11-25 with an MCP server. Stateless. */
final class McpHandshake {
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}}";
  private static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

  private McpHandshake() {}

  /** The session's id. */
  static String open(InetSocketAddress server) throws IOException {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<String> opened = post(client, server, INITIALIZE, null);
      String session =
          opened
              .headers()
              .firstValue("Mcp-Session-Id")
              .orElseThrow(() -> new IOException("expected a session, got " + opened.body()));
      HttpResponse<String> accepted = post(client, server, INITIALIZED, session);
      if (accepted.statusCode() / 100 != 2) {
        throw new IOException("expected a status of 2xx, got " + accepted);
      }
      return session;
    }
  }

  private static HttpResponse<String> post(
      HttpClient client, InetSocketAddress server, String body, String session) throws IOException {
    URI uri = URI.create("http://" + server.getHostString() + ":" + server.getPort() + "/mcp");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (session != null) {
      request.header("Mcp-Session-Id", session).header("MCP-Protocol-Version", "2025-11-25");
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}

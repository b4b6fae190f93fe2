package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.engine.edge.http.Answers;
import io.machinenative.axiom.engine.edge.http.HttpExchange;
import io.machinenative.axiom.engine.edge.http.HttpHandler;
import java.util.Locale;

/** MCP at one path: POST for messages, GET and DELETE for sessions. On the ingress thread. */
public final class McpEndpoint implements HttpHandler {
  private static final byte[] ALLOW = Answers.line("Allow: GET, POST, DELETE");

  private final McpServer server;

  public McpEndpoint(McpServer server) {
    this.server = server;
  }

  @Override
  public void onRequest(HttpExchange exchange) {
    switch (exchange.method()) {
      case "POST" -> post(exchange);
      case "GET" -> stream(exchange);
      case "DELETE" -> delete(exchange);
      default -> notAllowed(exchange);
    }
  }

  private void post(HttpExchange exchange) {
    String type = exchange.header("content-type");
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      exchange.answer(415);
    } else if (!accepts(exchange.header("accept"))) {
      exchange.answer(406);
    } else {
      server.onMessage(exchange.body(), 0, exchange.bodyLength(), reply(exchange), null);
    }
  }

  private HttpReply reply(HttpExchange exchange) {
    return new HttpReply(exchange, server.resource());
  }

  private static boolean accepts(String accept) {
    return accept == null
        || accept.contains("application/json")
        || accept.contains("*/*")
        || accept.contains("application/*");
  }

  private void stream(HttpExchange exchange) {
    McpSession session = session(exchange);
    if (session != null) {
      exchange.openStream();
      session.stream(reply(exchange));
    }
  }

  private void delete(HttpExchange exchange) {
    McpSession session = session(exchange);
    if (session != null) {
      server.sessions().close(session);
      exchange.answer(204);
    }
  }

  /** The session that is named; otherwise the exchange is answered. */
  private McpSession session(HttpExchange exchange) {
    String id = exchange.header(McpServer.SESSION_FIELD);
    if (id == null || Revision.STATELESS.equals(exchange.header(StatelessRules.VERSION_FIELD))) {
      notAllowed(exchange);
      return null;
    }
    McpSession session = server.sessions().find(id, server.nowNs());
    if (session == null || !session.isOf(exchange.caller())) {
      exchange.answer(404);
      return null;
    }
    return session;
  }

  private static void notAllowed(HttpExchange exchange) {
    exchange.field(ALLOW);
    exchange.answer(405);
  }
}

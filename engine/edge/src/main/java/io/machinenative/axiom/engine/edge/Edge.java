package io.machinenative.axiom.engine.edge;

import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.api.EngineInfo;
import io.machinenative.axiom.engine.config.EdgeConfig;
import io.machinenative.axiom.engine.control.AnnouncementBoard;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.edge.access.HttpGate;
import io.machinenative.axiom.engine.edge.call.CallPorts;
import io.machinenative.axiom.engine.edge.console.ConsolePages;
import io.machinenative.axiom.engine.edge.http.CrossOrigin;
import io.machinenative.axiom.engine.edge.http.HttpExchange;
import io.machinenative.axiom.engine.edge.http.HttpHandler;
import io.machinenative.axiom.engine.edge.http.HttpListener;
import io.machinenative.axiom.engine.edge.http.PageOrigins;
import io.machinenative.axiom.engine.edge.mcp.McpEndpoint;
import io.machinenative.axiom.engine.edge.mcp.McpServer;
import io.machinenative.axiom.engine.edge.mcp.StdioListener;
import io.machinenative.axiom.engine.edge.mcp.StdioPipe;
import io.machinenative.axiom.engine.edge.rest.RestEndpoint;
import io.machinenative.axiom.engine.edge.task.TaskShelf;
import io.machinenative.axiom.engine.edge.websocket.WebSocketEndpoint;
import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.Listener;
import io.machinenative.axiom.engine.transport.netty.ServerTls;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.EpochClock;

/** Assembles the edge's carriers. */
public final class Edge {
  /** What it speaks with TLS, as ALPN names it, the best first. */
  public static final List<String> PROTOCOLS = List.of("h2", "http/1.1");

  private static final String MCP = "/mcp";
  private static final String WEB_SOCKET = "/ws";

  /**
   * What the edge is lent.
   *
   * @param engine takes the requests of its clients, on the ingress thread
   * @param context the duty cycle's time and routes
   * @param tasks keeps long calls, those of all carriers
   * @param maxMessageBytes longest request and reply
   * @param announcements of plugins
   * @param clock wall time
   * @param random that cannot be foretold
   * @param piped what the client at the other end of a pipe presents
   */
  public record Services(
      FrameHandler engine,
      IngressContext context,
      EdgeConfig config,
      TaskShelf tasks,
      int maxMessageBytes,
      String serverName,
      String version,
      Supplier<EngineInfo> info,
      AnnouncementBoard announcements,
      EpochClock clock,
      EngineCounters counters,
      ErrorHandler errors,
      SecureRandom random,
      Credential piped) {}

  private Edge() {}

  /**
   * Opens an HTTP address.
   *
   * @param address {@code http://host:port}, or {@code https://host:port} with TLS
   * @param tls for {@code https:}, with {@link #PROTOCOLS}
   * @throws java.io.UncheckedIOException when it cannot be bound
   */
  public static Listener http(String address, Optional<ServerTls> tls, Services lent) {
    McpServer mcp = mcp(lent);
    McpEndpoint mcpEndpoint = new McpEndpoint(mcp);
    PageOrigins origins = new PageOrigins(lent.config().origins());
    RestEndpoint rest =
        new RestEndpoint(lent.context(), lent.info(), origins, lent.serverName(), lent.version());
    HttpHandler pages = lent.config().console() ? new ConsolePages(rest) : rest;
    WebSocketEndpoint sockets =
        new WebSocketEndpoint(lent.engine(), lent.context(), lent.counters());
    HttpGate gate =
        new HttpGate(
            lent.context(),
            exchange -> route(exchange, mcpEndpoint, sockets, pages, origins),
            exchange ->
                exchange.path().equals(WEB_SOCKET) && WebSocketEndpoint.saysWhoLater(exchange),
            lent.counters());
    HttpHandler all = new CrossOrigin(origins, gate); // browsers ask before they have credentials
    HttpListener listener =
        new HttpListener(
            address,
            lent.config(),
            tls,
            new CallPorts(lent.engine(), lent.maxMessageBytes()),
            all,
            mcp::doWork,
            mcp::close,
            lent.counters(),
            lent.errors(),
            lent.context().nowNs());
    mcp.onWork(listener::wakeup);
    return listener;
  }

  /**
   * Serves the client at the other end of a pipe by MCP.
   *
   * @param pipe that somebody else reads
   */
  public static Listener stdio(StdioPipe pipe, Services lent) {
    CallPorts ports = new CallPorts(lent.engine(), lent.maxMessageBytes());
    McpServer server = mcp(lent);
    StdioListener listener =
        new StdioListener(pipe, server, ports, lent.context(), lent.piped(), lent.errors());
    server.onWork(listener::wakeup);
    return listener;
  }

  private static McpServer mcp(Services lent) {
    return new McpServer(
        lent.context(),
        lent.config(),
        lent.tasks(),
        lent.serverName(),
        lent.version(),
        lent.announcements(),
        lent.counters(),
        lent.clock(),
        lent.random());
  }

  private static void route(
      HttpExchange exchange,
      McpEndpoint mcp,
      WebSocketEndpoint sockets,
      HttpHandler pages,
      PageOrigins origins) {
    switch (exchange.path()) {
      case MCP -> mcp.onRequest(exchange);
      case WEB_SOCKET -> {
        if (origins.trusts(exchange)) {
          sockets.onRequest(exchange);
        } else {
          exchange.answer(403); // a browser asks nobody before it opens a socket
        }
      }
      default -> pages.onRequest(exchange);
    }
  }
}

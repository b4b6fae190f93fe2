package io.machinenative.axiom.engine.edge;

import io.machinenative.axiom.api.EngineInfo;
import io.machinenative.axiom.engine.config.EdgeConfig;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.edge.call.CallPorts;
import io.machinenative.axiom.engine.edge.http.HttpExchange;
import io.machinenative.axiom.engine.edge.http.HttpListener;
import io.machinenative.axiom.engine.edge.mcp.McpEndpoint;
import io.machinenative.axiom.engine.edge.mcp.McpServer;
import io.machinenative.axiom.engine.edge.rest.RestEndpoint;
import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.Listener;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.agrona.ErrorHandler;

/** Assembles the edge's carriers. */
public final class Edge {
  private static final String MCP = "/mcp";

  /**
   * What the edge is lent.
   *
   * @param engine takes the requests of its clients, on the ingress thread
   * @param context the duty cycle's time and routes
   * @param maxMessageBytes longest request and reply
   * @param random that cannot be foretold
   */
  public record Services(
      FrameHandler engine,
      IngressContext context,
      EdgeConfig config,
      int maxMessageBytes,
      String serverName,
      String version,
      Supplier<EngineInfo> info,
      EngineCounters counters,
      ErrorHandler errors,
      RandomGenerator random) {}

  private Edge() {}

  /**
   * Opens an HTTP address.
   *
   * @param address {@code http://host:port}
   * @throws java.io.UncheckedIOException when it cannot be bound
   */
  public static Listener http(String address, Services lent) {
    McpServer mcp =
        new McpServer(
            lent.context(), lent.config(), lent.serverName(), lent.version(), lent.random());
    McpEndpoint mcpEndpoint = new McpEndpoint(mcp);
    RestEndpoint rest =
        new RestEndpoint(lent.context(), lent.info(), lent.serverName(), lent.version());
    return new HttpListener(
        address,
        lent.config(),
        new CallPorts(lent.engine(), lent.maxMessageBytes()),
        exchange -> route(exchange, mcpEndpoint, rest),
        mcp::doWork,
        lent.counters(),
        lent.errors(),
        lent.context().nowNs());
  }

  private static void route(HttpExchange exchange, McpEndpoint mcp, RestEndpoint rest) {
    if (exchange.path().equals(MCP)) {
      mcp.onRequest(exchange);
    } else {
      rest.onRequest(exchange);
    }
  }
}

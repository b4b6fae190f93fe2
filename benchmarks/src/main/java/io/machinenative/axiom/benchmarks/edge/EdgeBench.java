package io.machinenative.axiom.benchmarks.edge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Measures ways of calling, in turn and several times, after all of them were warmed up. Of each
 * the median round counts, by CPU time of the server for a call.
 */
public final class EdgeBench {
  private static final int ROUNDS = 3;

  /** On each WebSocket, where calls share it. */
  private static final int CALLS_AT_ONCE = 16;

  /**
   * What a way of calling takes.
   *
   * @param cpuUs of the server for a call, user and system
   */
  public record Row(String name, double cpuUs, double perSecond, double p50Us, double p99Us) {}

  /** A way of calling, and where. */
  private record Way(String name, HttpChild server, Load load) {}

  private final int connections;
  private final long warmUpNs;
  private final long roundNs;
  private final Consumer<String> progress;

  /**
   * @param connections at once
   * @param warmUpS of each way of calling
   * @param roundS of each measured round
   */
  public EdgeBench(int connections, int warmUpS, int roundS, Consumer<String> progress) {
    this.connections = connections;
    this.warmUpNs = TimeUnit.SECONDS.toNanos(warmUpS);
    this.roundNs = TimeUnit.SECONDS.toNanos(roundS);
    this.progress = progress;
  }

  /**
   * The rows, the bare server's first.
   *
   * @param withPeers those of other MCP servers too
   */
  public List<Row> run(boolean withPeers) throws IOException {
    if (!withPeers) {
      return run((ways, name) -> {});
    }
    Peers peers = Peers.built(progress);
    try (HttpChild quarkus = new HttpChild(peers.quarkus());
        HttpChild sdk = new HttpChild(peers.javaSdk())) {
      byte[] inSession =
          HttpRequestText.inSession("math.add", McpHandshake.open(quarkus.address()));
      return run((ways, sum) -> {
        add(ways, "quarkus-add", quarkus, inSession, sum);
        add(ways, "java-sdk-add", sdk, HttpRequestText.older("math.add"), sum);
      });
    }
  }

  /** Adds ways of calling others. */
  private interface Others {
    void add(List<Way> ways, String sum) throws IOException;
  }

  private List<Row> run(Others others) throws IOException {
    try (HttpChild bare = new HttpChild(BareServer.class);
        HttpChild edge = new HttpChild(EdgeServer.class)) {
      List<Way> ways = new ArrayList<>();
      add(ways, "bare", bare, HttpRequestText.stateless("math.add"), "\"sum\":5");
      add(ways, "mcp-echo", edge, HttpRequestText.stateless("core.echo"), "\"a\":2");
      add(ways, "mcp-add", edge, HttpRequestText.stateless("math.add"), "\"sum\":5");
      add(ways, "mcp-add-older", edge, HttpRequestText.older("math.add"), "\\\"sum\\\":5");
      add(ways, "http-add", edge, HttpRequestText.rest("math.add"), "\"sum\":5");
      addSocket(ways, "bare-ws", bare, 1);
      addSocket(ways, "ws-add", edge, 1);
      addSocket(ways, "ws-add-" + CALLS_AT_ONCE, edge, CALLS_AT_ONCE);
      others.add(ways, "\"sum\":5");
      return measure(ways);
    }
  }

  private void add(List<Way> ways, String name, HttpChild server, byte[] request, String expected)
      throws IOException {
    ways.add(new Way(name, server, new HttpLoad(server.address(), request, connections, expected)));
  }

  private void addSocket(List<Way> ways, String name, HttpChild server, int callsAtOnce) {
    SocketLoad load =
        new SocketLoad(
            server.address(),
            "math.add",
            "{\"a\":2,\"b\":3}",
            "{\"sum\":5}",
            connections,
            callsAtOnce);
    ways.add(new Way(name, server, load));
  }

  private List<Row> measure(List<Way> ways) throws IOException {
    for (Way way : ways) {
      progress.accept("warming up " + way.name());
      way.load().run(warmUpNs);
    }
    Map<String, List<Row>> rounds = new LinkedHashMap<>();
    for (int round = 1; round <= ROUNDS; round++) {
      for (Way way : ways) {
        progress.accept("round " + round + " of " + ROUNDS + ": " + way.name());
        rounds.computeIfAbsent(way.name(), name -> new ArrayList<>()).add(once(way));
      }
    }
    return rounds.values().stream().map(EdgeBench::median).toList();
  }

  private Row once(Way way) throws IOException {
    try (ClosedLoop loop = way.load().open()) {
      long beforeUs = way.server().cpuUs();
      Load.Slice slice = loop.run(roundNs);
      double cpuUs = (way.server().cpuUs() - beforeUs) / (double) slice.answers();
      return new Row(
          way.name(), cpuUs, slice.perSecond(), slice.p50Ns() / 1000.0, slice.p99Ns() / 1000.0);
    }
  }

  private static Row median(List<Row> rows) {
    return rows.stream()
        .sorted(Comparator.comparingDouble(Row::cpuUs))
        .toList()
        .get(rows.size() / 2);
  }
}

package io.machinenative.axiom.benchmarks.edge;

import io.machinenative.axiom.benchmarks.edge.Load.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One call by MCP at its server, and the same call through a gateway before that server, in turns
 * on one machine: what the gateway adds. Three processes: the load, the gateway, the server.
 */
public final class GatewayBench {
  private static final int ROUNDS = 3;
  private static final String SUM = "\"sum\":5";

  private final int warmUpS;
  private final int roundS;
  private final Consumer<String> progress;

  /**
   * @param warmUpS seconds of each way of calling
   * @param roundS seconds of each of the rounds
   */
  public GatewayBench(int warmUpS, int roundS, Consumer<String> progress) {
    this.warmUpS = warmUpS;
    this.roundS = roundS;
    this.progress = progress;
  }

  /**
   * A way of calling: the median of its rounds.
   *
   * @param gatewayCpuUs of the gateway's process for a call; 0 where there is none
   */
  public record Row(
      String name,
      int connections,
      double perSecond,
      double p50Us,
      double p99Us,
      double gatewayCpuUs) {}

  private record Round(Slice slice, double gatewayCpuUs) {}

  public List<Row> run() throws IOException {
    List<Row> rows = new ArrayList<>();
    try (HttpChild server = new HttpChild(EdgeServer.class);
        HttpChild gateway =
            new HttpChild(
                List.of(
                    "-cp",
                    System.getProperty("java.class.path"),
                    GatewayServer.class.getName(),
                    "http://127.0.0.1:" + server.address().getPort()))) {
      for (int connections : new int[] {16, 1}) { // what was compiled for many serves one too
        rows.addAll(race(server, gateway, connections));
      }
    }
    return rows;
  }

  private List<Row> race(HttpChild server, HttpChild gateway, int connections) throws IOException {
    byte[] direct = HttpRequestText.stateless("math.add");
    byte[] through = HttpRequestText.stateless("up.math.add");
    List<Round> there = new ArrayList<>();
    List<Round> here = new ArrayList<>();
    HttpLoad straight = new HttpLoad(server.address(), direct, connections, SUM);
    HttpLoad around = new HttpLoad(gateway.address(), through, connections, SUM);
    progress.accept(connections + " connections: warming up");
    straight.run(TimeUnit.SECONDS.toNanos(warmUpS));
    around.run(TimeUnit.SECONDS.toNanos(warmUpS));
    for (int round = 1; round <= ROUNDS; round++) {
      progress.accept(connections + " connections: round " + round + " of " + ROUNDS);
      there.add(new Round(straight.run(TimeUnit.SECONDS.toNanos(roundS)), 0));
      long beforeUs = gateway.cpuUs();
      Slice slice = around.run(TimeUnit.SECONDS.toNanos(roundS));
      here.add(new Round(slice, (gateway.cpuUs() - beforeUs) / (double) slice.answers()));
    }
    return List.of(row("direct", connections, there), row("through", connections, here));
  }

  private static Row row(String name, int connections, List<Round> rounds) {
    List<Round> sorted =
        rounds.stream().sorted(Comparator.comparingLong(one -> one.slice().p50Ns())).toList();
    Round median = sorted.get(sorted.size() / 2);
    Slice slice = median.slice();
    return new Row(
        name,
        connections,
        slice.perSecond(),
        slice.p50Ns() / 1000.0,
        slice.p99Ns() / 1000.0,
        median.gatewayCpuUs());
  }
}

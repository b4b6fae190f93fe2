package io.machinenative.axiom.benchmarks.cli;

import io.machinenative.axiom.benchmarks.edge.GatewayBench;
import io.machinenative.axiom.engine.cli.ExitCode;
import io.machinenative.axiom.engine.cli.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code axiom bench gateway}: what a call through the gateway takes beside one without it. */
@Command(
    name = "gateway",
    description = {
      "Measures a call by MCP at its server, and through a gateway before that server: latency,",
      "calls a second, CPU time of the gateway. Linux."
    },
    mixinStandardHelpOptions = true)
public final class GatewayBenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "15",
      description = "Of each way of calling (default: ${DEFAULT-VALUE}).")
  private int warmUpS;

  @Option(
      names = "--round",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "Of each of three rounds (default: ${DEFAULT-VALUE}).")
  private int roundS;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Conditions conditions = Conditions.ofThisHost();
    Terminal terminal = BenchCommand.terminal(spec);
    try {
      List<GatewayBench.Row> rows = new GatewayBench(warmUpS, roundS, terminal::progress).run();
      if (json) {
        terminal.printJson(answer(rows, conditions));
      } else {
        print(terminal, rows);
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> answer(List<GatewayBench.Row> rows, Conditions conditions) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(
        "rows",
        rows.stream()
            .map(row -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("name", row.name());
              one.put("connections", row.connections());
              one.put("p50_us", Math.round(row.p50Us()));
              one.put("p99_us", Math.round(row.p99Us()));
              one.put("calls_per_s", Math.round(row.perSecond()));
              one.put("gateway_cpu_us", Math.round(row.gatewayCpuUs()));
              return one;
            })
            .toList());
    answer.put("cores", conditions.cores());
    answer.put("cpu", conditions.cpu());
    answer.put("load_average", conditions.loadAverage());
    answer.put("java", conditions.java());
    answer.put("commit", conditions.commit().orElse("unknown"));
    return answer;
  }

  private static void print(Terminal terminal, List<GatewayBench.Row> rows) {
    terminal.print(
        "%-10s %12s %8s %8s %10s %15s"
            .formatted("", "connections", "p50 us", "p99 us", "calls/s", "gateway CPU us"));
    for (GatewayBench.Row row : rows) {
      terminal.print(
          "%-10s %12d %8.0f %8.0f %10.0f %15.1f"
              .formatted(
                  row.name(),
                  row.connections(),
                  row.p50Us(),
                  row.p99Us(),
                  row.perSecond(),
                  row.gatewayCpuUs()));
    }
  }
}

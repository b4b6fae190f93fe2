package io.machinenative.axiom.benchmarks.cli;

import io.machinenative.axiom.benchmarks.edge.EdgeBench;
import io.machinenative.axiom.benchmarks.edge.EdgeStart;
import io.machinenative.axiom.benchmarks.edge.IdleBench;
import io.machinenative.axiom.engine.cli.ExitCode;
import io.machinenative.axiom.engine.cli.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code axiom bench edge}: what a call by MCP or HTTP costs the server. */
@Command(
    name = "edge",
    description = {
      "Measures calls by MCP, HTTP/JSON and WebSocket beside a bare Netty server that answers the"
          + " same",
      "request with a constant: CPU time of the server for a call, calls a second, latency. Linux."
    },
    mixinStandardHelpOptions = true)
public final class EdgeBenchCommand implements Callable<Integer> {
  private static final int KIB_PER_MIB = 1024;

  @Spec private CommandSpec spec;

  @Option(
      names = "--connections",
      paramLabel = "N",
      split = ",",
      defaultValue = "16",
      description = "At once; one run for each number (default: ${DEFAULT-VALUE}).")
  private List<Integer> connections;

  @Option(
      names = "--peers",
      description = "Measure Quarkus MCP Server and the official Java SDK too; Maven builds them.")
  private boolean peers;

  @Option(
      names = "--start",
      description =
          "Measure how long a server takes to its first answered call, and its memory, instead.")
  private boolean start;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "8",
      description = "Of each way of calling (default: ${DEFAULT-VALUE}).")
  private int warmUpS;

  @Option(
      names = "--round",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "Of each of three rounds (default: ${DEFAULT-VALUE}).")
  private int roundS;

  @Option(
      names = "--idle",
      paramLabel = "N",
      description = {
        "Measures memory instead: what the server holds for so many connections",
        "that do nothing."
      })
  private Optional<Integer> idle = Optional.empty();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Conditions conditions = Conditions.ofThisHost();
    Terminal terminal = BenchCommand.terminal(spec);
    try {
      if (idle.isPresent()) {
        print(terminal, new IdleBench(idle.get(), terminal::progress).run());
        return ExitCode.OK;
      }
      if (start) {
        starts(terminal, conditions);
        return ExitCode.OK;
      }
      for (int count : connections) {
        List<EdgeBench.Row> rows =
            new EdgeBench(count, warmUpS, roundS, terminal::progress).run(peers);
        if (json) {
          terminal.printJson(answer(count, rows, conditions));
        } else {
          print(terminal, count, rows);
        }
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void starts(Terminal terminal, Conditions conditions) throws IOException {
    List<EdgeStart.Row> rows = new EdgeStart(terminal::progress).run(peers);
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put(
          "rows",
          rows.stream()
              .map(row ->
                  Map.of(
                      "name", row.name(),
                      "first_answer_ms", rounded(row.firstAnswerMs()),
                      "resident_mib", rounded(row.residentMib())))
              .toList());
      put(answer, conditions);
      terminal.printJson(answer);
      return;
    }
    terminal.print("%-14s %16s %14s".formatted("", "first answer ms", "resident MiB"));
    for (EdgeStart.Row row : rows) {
      terminal.print(
          "%-14s %16.0f %14.1f".formatted(row.name(), row.firstAnswerMs(), row.residentMib()));
    }
  }

  private void print(Terminal terminal, IdleBench.Answer answer) {
    if (json) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("connections", answer.connections());
      one.put("heap_bytes", Math.round(answer.heapBytes()));
      one.put("direct_bytes", Math.round(answer.directBytes()));
      one.put("resident_before_kib", answer.residentBeforeKib());
      one.put("resident_kib", answer.residentKib());
      terminal.printJson(one);
    } else {
      terminal.print(
          "%d idle connections: %.0f B of heap and %.0f B off it each; resident %d MiB, %d MiB"
                  .formatted(
                      answer.connections(),
                      answer.heapBytes(),
                      answer.directBytes(),
                      answer.residentKib() / KIB_PER_MIB,
                      answer.residentBeforeKib() / KIB_PER_MIB)
              + " without them");
    }
  }

  private static Map<String, Object> answer(
      int count, List<EdgeBench.Row> rows, Conditions conditions) {
    Map<String, Object> answer = new LinkedHashMap<>();
    double bareUs = rows.getFirst().cpuUs();
    answer.put("connections", count);
    answer.put(
        "rows",
        rows.stream()
            .map(row -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("name", row.name());
              one.put("cpu_us", rounded(row.cpuUs()));
              one.put("of_bare", rounded(row.cpuUs() / bareUs));
              one.put("calls_per_s", Math.round(row.perSecond()));
              one.put("p50_us", rounded(row.p50Us()));
              one.put("p99_us", rounded(row.p99Us()));
              return one;
            })
            .toList());
    put(answer, conditions);
    return answer;
  }

  private static void put(Map<String, Object> answer, Conditions conditions) {
    answer.put("cores", conditions.cores());
    answer.put("cpu", conditions.cpu());
    answer.put("load_average", conditions.loadAverage());
    answer.put("java", conditions.java());
    answer.put("commit", conditions.commit().orElse("unknown"));
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }

  private static void print(Terminal terminal, int count, List<EdgeBench.Row> rows) {
    double bareUs = rows.getFirst().cpuUs();
    terminal.print(
        "%-16s %10s %8s %10s %8s %8s"
            .formatted(count + " connections", "CPU us", "of bare", "calls/s", "p50 us", "p99 us"));
    for (EdgeBench.Row row : rows) {
      terminal.print(
          "%-16s %10.2f %8.2f %10.0f %8.0f %8.0f"
              .formatted(
                  row.name(),
                  row.cpuUs(),
                  row.cpuUs() / bareUs,
                  row.perSecond(),
                  row.p50Us(),
                  row.p99Us()));
    }
  }
}

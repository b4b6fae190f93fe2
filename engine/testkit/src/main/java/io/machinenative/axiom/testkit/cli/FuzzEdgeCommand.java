package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.engine.cli.ExitCode;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.testkit.edge.EdgeFuzzFailure;
import io.machinenative.axiom.testkit.edge.EdgeFuzzReport;
import io.machinenative.axiom.testkit.edge.EdgeFuzzer;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code axiom fuzz edge}: HTTP and JSON-RPC that are almost right, against a running engine. */
@Command(
    name = "edge",
    description = {
      "Sends HTTP and JSON-RPC that are almost right to an engine. Finds exceptions, leaks, hangs,",
      "and answers that are no JSON. The same seed sends the same bytes."
    },
    mixinStandardHelpOptions = true)
public final class FuzzEdgeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--messages",
      defaultValue = "200000",
      description = "So many (default: ${DEFAULT-VALUE}).")
  private long messages;

  @Option(names = "--seed", description = "Of the run (default: from the clock, and printed).")
  private Long seed;

  @Option(names = "--json", description = "Prints the report as one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    if (messages < 1) {
      throw new ParameterException(
          spec.commandLine(), "--messages: expected 1 or more, got " + messages);
    }
    long chosen = seed == null ? System.nanoTime() : seed;
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    err.println("fuzz edge: --messages " + messages + " --seed " + chosen);
    err.flush();
    try {
      print(out, new EdgeFuzzer(chosen).run(messages));
      return ExitCode.OK;
    } catch (EdgeFuzzFailure e) {
      err.println("fuzz edge: " + e.getMessage());
      e.getCause().printStackTrace(err);
      err.flush();
      return ExitCode.FAILED;
    }
  }

  private void print(PrintWriter out, EdgeFuzzReport report) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("seed", report.seed());
    answer.put("messages", report.messages());
    answer.put("connections", report.connections());
    answer.put("messages_per_s", Math.round(report.messages() / report.seconds()));
    answer.put("statuses", report.statuses());
    if (json) {
      out.println(Json.text(answer));
    } else {
      answer.forEach((name, value) -> out.println(name.replace('_', ' ') + ": " + value));
      out.println("no exception, no leak, no hang, every answer JSON");
    }
    out.flush();
  }
}

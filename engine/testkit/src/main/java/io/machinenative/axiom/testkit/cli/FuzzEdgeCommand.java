package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.testkit.edge.EdgeFuzzReport;
import io.machinenative.axiom.testkit.edge.EdgeFuzzer;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code axiom fuzz edge}: HTTP and JSON-RPC that are almost right, against a running engine. */
@Command(
    name = "edge",
    description = {
      "Sends HTTP and JSON-RPC that are almost right to an engine. Finds exceptions, leaks, hangs,",
      "and answers that are no JSON. The same seed sends the same bytes."
    },
    mixinStandardHelpOptions = true)
public final class FuzzEdgeCommand extends SeededFuzz {
  @Option(
      names = "--messages",
      defaultValue = "200000",
      description = "So many (default: ${DEFAULT-VALUE}).")
  private long messages;

  @Override
  String scope() {
    return atLeastOne("--messages", messages);
  }

  @Override
  Map<String, Object> run(long chosenSeed) {
    EdgeFuzzReport report = new EdgeFuzzer(chosenSeed).run(messages);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("messages", report.messages());
    answer.put("connections", report.connections());
    answer.put("messages_per_s", Math.round(report.messages() / report.seconds()));
    answer.put("statuses", report.statuses());
    return answer;
  }

  @Override
  String verdict() {
    return "no exception, no leak, no hang, every answer JSON";
  }
}

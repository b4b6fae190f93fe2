package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.testkit.edge.EdgeFuzzReport;
import io.machinenative.axiom.testkit.edge.EdgeFuzzer;
import io.machinenative.axiom.testkit.edge.StdioFuzzer;
import io.machinenative.axiom.testkit.edge.UpstreamFuzzer;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code axiom fuzz edge}: HTTP and JSON-RPC that are almost right, against a running engine. */
@Command(
    name = "edge",
    description = {
      "Sends HTTP and JSON-RPC that are almost right to an engine, lines by stdio, and answers of"
          + " an",
      "upstream server. Finds exceptions, leaks, hangs, and answers that are no JSON. The same seed"
          + " sends the same bytes."
    },
    mixinStandardHelpOptions = true)
public final class FuzzEdgeCommand extends SeededFuzz {
  /** So many messages by HTTP for one by stdio, and for one of an upstream server. */
  private static final int SHARE = 100;

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
    long some = Math.max(1, messages / SHARE);
    answer.put("lines_by_stdio", some);
    answer.put("lines_answered", new StdioFuzzer(chosenSeed).run(some));
    answer.put("answers_of_an_upstream", some);
    answer.put("answers_refused", new UpstreamFuzzer(chosenSeed).run(some));
    return answer;
  }

  @Override
  String verdict() {
    return "no exception, no leak, no hang, every answer JSON";
  }
}

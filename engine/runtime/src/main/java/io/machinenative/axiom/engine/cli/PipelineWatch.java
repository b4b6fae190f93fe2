package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.client.AxiomClient;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Follows a run to its end. Stateless. */
final class PipelineWatch {
  private static final long FIRST_MS = 20;
  private static final long LONGEST_MS = 500;
  private static final double MEGA = 1e6;

  private PipelineWatch() {}

  /** The report of the end; how far it is is shown meanwhile. */
  static Map<?, ?> untilOver(AxiomClient client, String run, Terminal terminal)
      throws InterruptedException {
    long pauseMs = FIRST_MS;
    Map<?, ?> report = PipelineCommand.call(client, "report", Map.of("run", run));
    while ("running".equals(report.get("outcome"))) {
      terminal.progress(progress(report));
      TimeUnit.MILLISECONDS.sleep(pauseMs);
      pauseMs = Math.min(LONGEST_MS, 2 * pauseMs);
      report = PipelineCommand.call(client, "report", Map.of("run", run));
    }
    terminal.clearProgress();
    return report;
  }

  private static String progress(Map<?, ?> report) {
    return ((List<?>) report.get("stages"))
        .stream()
            .map(stage -> (Map<?, ?>) stage)
            .filter(stage -> "running".equals(stage.get("state")))
            .map(stage ->
                String.format(
                    Locale.ROOT,
                    "%s %.0f MB",
                    stage.get("name"),
                    Math.max(number(stage, "bytesIn"), number(stage, "bytesOut")) / MEGA))
            .collect(Collectors.joining("  "));
  }

  private static double number(Map<?, ?> values, String name) {
    return ((Number) values.get(name)).doubleValue();
  }
}

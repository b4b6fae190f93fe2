package io.machinenative.axiom.benchmarks.cli;

import io.machinenative.axiom.benchmarks.pipeline.PipelineBench;
import io.machinenative.axiom.benchmarks.pipeline.PipelineNumbers;
import io.machinenative.axiom.engine.cli.ExitCode;
import io.machinenative.axiom.engine.cli.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code axiom bench pipeline}: pipelines on this machine. */
@Command(
    name = "pipeline",
    description = {
      "Measures pipelines: 32 operations that hash, 1, 2, 4, ... 32 of them at once; the bytes",
      "through a connection; the start of a run. Takes about half a minute."
    },
    mixinStandardHelpOptions = true)
public final class PipelineBenchCommand implements Callable<Integer> {
  private static final double MEGA = 1e6;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Conditions conditions = Conditions.ofThisHost();
    Terminal terminal = BenchCommand.terminal(spec);
    PipelineNumbers numbers = new PipelineBench(terminal::progress).run();
    Map<String, Object> answer = new LinkedHashMap<>();
    for (Map.Entry<Integer, Double> one : numbers.hashedPerSecond().entrySet()) {
      int parallel = one.getKey();
      answer.put(parallel + "_at_once_mb_per_s", Math.round(one.getValue() / MEGA));
      answer.put(parallel + "_at_once_speedup", hundredths(numbers.speedup(parallel)));
      answer.put(
          parallel + "_at_once_mb_per_s_and_core",
          Math.round(one.getValue() / MEGA / Math.min(parallel, conditions.cores())));
    }
    answer.put("connection_mb_per_s", Math.round(numbers.connectionPerSecond() / MEGA));
    answer.put("run_us", Math.round(numbers.startUs()));
    answer.put("cores", conditions.cores());
    answer.put("cpu", conditions.cpu());
    answer.put("load_average", conditions.loadAverage());
    answer.put("java", conditions.java());
    answer.put("commit", conditions.commit().orElse("unknown"));
    if (json) {
      terminal.printJson(answer);
    } else {
      answer.forEach((name, value) -> terminal.print(name.replace('_', ' ') + ": " + value));
    }
    return ExitCode.OK;
  }

  private static double hundredths(double value) {
    return Math.round(value * 100) / 100.0;
  }
}

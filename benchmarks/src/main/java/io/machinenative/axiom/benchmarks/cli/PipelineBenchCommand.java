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
      "Measures pipelines: 32 operations that hash, one at a time and all at once; the bytes",
      "through a connection; the start of a run. Takes about twenty seconds."
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
    answer.put("operations", numbers.operations());
    answer.put("one_at_a_time_mb_per_s", Math.round(numbers.alonePerSecond() / MEGA));
    answer.put("at_once_mb_per_s", Math.round(numbers.togetherPerSecond() / MEGA));
    answer.put("speedup", Math.round(numbers.speedup() * 100) / 100.0);
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
}

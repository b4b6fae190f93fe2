package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.engine.cli.ExitCode;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.testkit.FrameFuzzer;
import io.machinenative.axiom.testkit.FuzzFailure;
import io.machinenative.axiom.testkit.FuzzReport;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code axiom fuzz frames}: frames that are almost right, against the stages of the data plane.
 */
@Command(
    name = "frames",
    description = {
      "Feeds the data plane with frames that are almost right: mutated lengths, templates, blocks,",
      "fragments, splices and noise. Finds exceptions, leaks, hangs, and replies that are no"
          + " messages.",
      "The same seed gives the same run."
    },
    mixinStandardHelpOptions = true)
public final class FuzzFramesCommand implements Callable<Integer> {
  private static final long FRAMES_PER_NOTE = 1_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--frames",
      defaultValue = "10000000",
      description = "At least so many (default: ${DEFAULT-VALUE}).")
  private long frames;

  @Option(names = "--seed", description = "Of the run (default: from the clock, and printed).")
  private Long seed;

  @Option(names = "--json", description = "Prints the report as one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    if (frames < 1) {
      throw new ParameterException(
          spec.commandLine(), "--frames: expected 1 or more, got " + frames);
    }
    long chosen = seed == null ? System.nanoTime() : seed;
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    err.println("fuzz frames: --frames " + frames + " --seed " + chosen);
    try {
      FuzzReport report = new FrameFuzzer(chosen).run(frames, done -> note(err, done));
      print(out, report);
      return ExitCode.OK;
    } catch (FuzzFailure e) {
      err.println("fuzz frames: " + e.getMessage());
      e.getCause().printStackTrace(err);
      err.flush();
      return ExitCode.FAILED;
    }
  }

  private static void note(PrintWriter err, long done) {
    if (done % FRAMES_PER_NOTE < FrameFuzzer.FRAMES_PER_AUDIT) {
      err.println("fuzz frames: " + done);
      err.flush();
    }
  }

  private void print(PrintWriter out, FuzzReport report) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("seed", report.seed());
    answer.put("frames", report.frames());
    answer.put("frames_per_s", report.framesPerSecond());
    answer.put("refused_for_back_pressure", report.refused());
    answer.put("connections", report.sessions());
    answer.put("ended_by_the_server", report.ended());
    answer.put("audits_without_a_leak", report.audits());
    answer.put("heap_growth_bytes", report.heapGrowthBytes());
    answer.put("replies", report.replies());
    answer.put("counters", report.counters());
    if (json) {
      out.println(Json.text(answer));
    } else {
      answer.forEach((name, value) -> out.println(name.replace('_', ' ') + ": " + value));
      out.println("no exception, no leak, no hang, every reply a message");
    }
    out.flush();
  }
}

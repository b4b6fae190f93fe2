package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.engine.cli.ExitCode;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.testkit.FuzzFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands that fuzz have in common: a seed that is printed, notes, and a report. */
abstract class SeededFuzz implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--seed", description = "Of the run (default: from the clock, and printed).")
  private Long seed;

  @Option(names = "--json", description = "Prints the report as one JSON object.")
  private boolean json;

  /** The options that say how long it is, as they are written. */
  abstract String scope();

  /**
   * Runs it.
   *
   * @return what was done, by name
   * @throws FuzzFailure when a defect was found
   */
  abstract Map<String, Object> run(long chosenSeed) throws IOException;

  /** What held to the end, for people. */
  abstract String verdict();

  @Override
  public Integer call() {
    long chosen = seed == null ? System.nanoTime() : seed;
    say(scope() + " --seed " + chosen);
    try {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("seed", chosen);
      answer.putAll(run(chosen));
      print(answer);
      return ExitCode.OK;
    } catch (FuzzFailure e) {
      say(e.getMessage());
      e.getCause().printStackTrace(spec.commandLine().getErr());
      return ExitCode.FAILED;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name behind {@code axiom fuzz}. */
  final String name() {
    return spec.name();
  }

  final void say(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("fuzz " + spec.name() + ": " + text);
    err.flush();
  }

  /** {@code option value}, which must be positive. */
  final String atLeastOne(String option, long value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + ": expected 1 or more, got " + value);
    }
    return option + " " + value;
  }

  private void print(Map<String, Object> answer) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(answer));
    } else {
      answer.forEach((name, value) -> out.println(name.replace('_', ' ') + ": " + value));
      out.println(verdict());
    }
    out.flush();
  }
}

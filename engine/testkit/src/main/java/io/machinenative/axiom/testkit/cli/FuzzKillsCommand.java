package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.engine.cli.ExitCode;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.testkit.kill.KillFailure;
import io.machinenative.axiom.testkit.kill.KillReport;
import io.machinenative.axiom.testkit.kill.Kills;
import io.machinenative.axiom.testkit.kill.Ordeal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.agrona.IoUtil;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What the commands that kill have in common. The same seed gives the same work; where the kills
 * fall also depends on the machine.
 */
abstract class FuzzKillsCommand implements Callable<Integer> {
  private static final int KILLS_PER_NOTE = 10;

  @Spec private CommandSpec spec;

  @Option(
      names = "--kills",
      defaultValue = "300",
      description = "How often (default: ${DEFAULT-VALUE}).")
  private int kills;

  @Option(names = "--seed", description = "Of the run (default: from the clock, and printed).")
  private Long seed;

  @Option(names = "--json", description = "Prints the report as one JSON object.")
  private boolean json;

  /** Who is killed, in an empty directory. */
  abstract Ordeal ordeal(long seedOfRun, Path directory) throws IOException;

  /** What held to the end, for people. */
  abstract String verdict();

  @Override
  public Integer call() {
    if (kills < 1) {
      throw new ParameterException(spec.commandLine(), "--kills: expected 1 or more, got " + kills);
    }
    long chosen = seed == null ? System.nanoTime() : seed;
    say("--kills " + kills + " --seed " + chosen);
    try {
      Path directory = Files.createTempDirectory("axiom-fuzz-" + spec.name() + "-");
      Ordeal ordeal = ordeal(chosen, directory);
      print(Kills.run(ordeal, chosen, directory, kills, this::note));
      IoUtil.delete(directory.toFile(), false);
      return ExitCode.OK;
    } catch (KillFailure e) {
      say(e.getMessage());
      e.getCause().printStackTrace(spec.commandLine().getErr());
      return ExitCode.FAILED;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void note(int done) {
    if (done % KILLS_PER_NOTE == 0) {
      say(Integer.toString(done));
    }
  }

  private void say(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("fuzz " + spec.name() + ": " + text);
    err.flush();
  }

  private void print(KillReport report) {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("seed", report.seed());
    answer.put("kills", report.kills());
    answer.putAll(report.seen());
    answer.put("seconds", Math.round(report.seconds()));
    if (json) {
      out.println(Json.text(answer));
    } else {
      answer.forEach((name, value) -> out.println(name.replace('_', ' ') + ": " + value));
      out.println(verdict());
    }
    out.flush();
  }
}

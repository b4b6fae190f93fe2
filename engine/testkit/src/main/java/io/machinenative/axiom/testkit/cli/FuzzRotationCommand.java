package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.engine.cli.ExitCode;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.testkit.keys.RotationKiller;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.agrona.IoUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code axiom fuzz rotation}: a server that encrypts and rotates, killed at random points. */
@Command(
    name = "rotation",
    description = {
      "Kills a server at random points (SIGKILL) while it encrypts and rotates its key, and looks",
      "for containers that do not open, keys that are lost, and an audit log that is not whole."
    },
    mixinStandardHelpOptions = true)
public final class FuzzRotationCommand implements Callable<Integer> {
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

  @Override
  public Integer call() throws InterruptedException {
    if (kills < 1) {
      throw new ParameterException(spec.commandLine(), "--kills: expected 1 or more, got " + kills);
    }
    long chosen = seed == null ? System.nanoTime() : seed;
    PrintWriter err = spec.commandLine().getErr();
    err.println("fuzz rotation: --kills " + kills + " --seed " + chosen);
    err.flush();
    try {
      Path directory = Files.createTempDirectory("axiom-fuzz-rotation-");
      RotationKiller.Report report =
          new RotationKiller(chosen, directory).run(kills, done -> note(err, done));
      IoUtil.delete(directory.toFile(), false);
      print(report);
      return ExitCode.OK;
    } catch (IllegalStateException e) {
      err.println("fuzz rotation: " + e.getMessage());
      err.flush();
      return ExitCode.FAILED;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void note(PrintWriter err, int done) {
    if (done % KILLS_PER_NOTE == 0) {
      err.println("fuzz rotation: " + done);
      err.flush();
    }
  }

  private void print(RotationKiller.Report report) {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("seed", report.seed());
    answer.put("kills", report.kills());
    answer.put("killed_while_starting", report.killedWhileStarting());
    answer.put("containers", report.sealed());
    answer.put("rotations", report.rotated());
    answer.put("seconds", Math.round(report.seconds()));
    if (json) {
      out.println(Json.text(answer));
    } else {
      answer.forEach((name, value) -> out.println(name.replace('_', ' ') + ": " + value));
      out.println("every container opens, no key was lost, the audit log is whole");
    }
    out.flush();
  }
}

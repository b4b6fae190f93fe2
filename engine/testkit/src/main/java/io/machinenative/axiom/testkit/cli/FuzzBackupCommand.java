package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.engine.cli.ExitCode;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.testkit.backup.BackupKillFailure;
import io.machinenative.axiom.testkit.backup.BackupKillReport;
import io.machinenative.axiom.testkit.backup.BackupKiller;
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

/** {@code axiom fuzz backup}: who saves and prunes, killed at random points. */
@Command(
    name = "backup",
    description = {
      "Kills who makes and prunes snapshots at random points (SIGKILL). After each kill proves"
          + " every",
      "byte of the repository, and restores the last snapshot that was acknowledged.",
      "The same seed gives the same changes; where the kills fall also depends on the machine."
    },
    mixinStandardHelpOptions = true)
public final class FuzzBackupCommand implements Callable<Integer> {
  private static final int KILLS_PER_NOTE = 10;

  @Spec private CommandSpec spec;

  @Option(
      names = "--kills",
      defaultValue = "300",
      description = "How often (default: ${DEFAULT-VALUE}).")
  private int kills;

  @Option(names = "--seed", description = "Of the run (default: from the clock, and printed).")
  private Long seed;

  @Option(
      names = "--objects",
      description = "With the repository in object storage: S3Proxy, which is started for it.")
  private boolean objects;

  @Option(names = "--json", description = "Prints the report as one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    if (kills < 1) {
      throw new ParameterException(spec.commandLine(), "--kills: expected 1 or more, got " + kills);
    }
    long chosen = seed == null ? System.nanoTime() : seed;
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        "fuzz backup: --kills " + kills + " --seed " + chosen + (objects ? " --objects" : ""));
    err.flush();
    try {
      Path directory = Files.createTempDirectory("axiom-fuzz-backup-");
      BackupKiller killer = new BackupKiller(chosen, directory);
      BackupKillReport report =
          objects
              ? killer.runOnObjects(kills, done -> note(err, done))
              : killer.run(kills, done -> note(err, done));
      IoUtil.delete(directory.toFile(), false);
      print(report);
      return ExitCode.OK;
    } catch (BackupKillFailure e) {
      err.println("fuzz backup: " + e.getMessage());
      e.getCause().printStackTrace(err);
      err.flush();
      return ExitCode.FAILED;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void note(PrintWriter err, int done) {
    if (done % KILLS_PER_NOTE == 0) {
      err.println("fuzz backup: " + done);
      err.flush();
    }
  }

  private void print(BackupKillReport report) {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("seed", report.seed());
    answer.put("kills", report.kills());
    answer.put("snapshots_acknowledged", report.acknowledged());
    answer.put("prunes", report.prunes());
    answer.put("restores_compared", report.restored());
    answer.put("chunks_proven_last", report.provenChunks());
    answer.put("seconds", Math.round(report.seconds()));
    if (json) {
      out.println(Json.text(answer));
    } else {
      answer.forEach((name, value) -> out.println(name.replace('_', ' ') + ": " + value));
      out.println("nothing acknowledged was lost, every byte was proven, no start needed a hand");
    }
    out.flush();
  }
}

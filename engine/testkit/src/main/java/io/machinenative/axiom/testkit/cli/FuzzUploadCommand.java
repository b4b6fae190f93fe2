package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.engine.cli.ExitCode;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.plugins.s3.server.S3Server;
import io.machinenative.axiom.testkit.upload.UploadKiller;
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

/** {@code axiom fuzz upload}: a server that uploads, killed at random points. */
@Command(
    name = "upload",
    description = {
      "Kills a server at random points (SIGKILL) while it uploads files and streams to object",
      "storage in parts, and looks for half objects, objects that are lost, uploads that do not go",
      "on, and parts that nobody gets rid of. The object storage is S3Proxy, started for it."
    },
    mixinStandardHelpOptions = true)
public final class FuzzUploadCommand implements Callable<Integer> {
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
    if (!S3Server.missing().isEmpty()) {
      throw new ParameterException(spec.commandLine(), S3Server.missing());
    }
    long chosen = seed == null ? System.nanoTime() : seed;
    PrintWriter err = spec.commandLine().getErr();
    err.println("fuzz upload: --kills " + kills + " --seed " + chosen);
    err.flush();
    try {
      Path directory = Files.createTempDirectory("axiom-fuzz-upload-").toRealPath();
      UploadKiller.Report report =
          new UploadKiller(chosen, directory).run(kills, done -> note(err, done));
      IoUtil.delete(directory.toFile(), false);
      print(report);
      return ExitCode.OK;
    } catch (IllegalStateException e) {
      err.println("fuzz upload: " + e.getMessage());
      err.flush();
      return ExitCode.FAILED;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void note(PrintWriter err, int done) {
    if (done % KILLS_PER_NOTE == 0) {
      err.println("fuzz upload: " + done);
      err.flush();
    }
  }

  private void print(UploadKiller.Report report) {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("seed", report.seed());
    answer.put("kills", report.kills());
    answer.put("uploads", report.uploads());
    answer.put("whole_before_acknowledged", report.unacknowledged());
    answer.put("parts_not_sent_again", report.reusedParts());
    answer.put("unfinished_given_up", report.aborted());
    answer.put("seconds", Math.round(report.seconds()));
    if (json) {
      out.println(Json.text(answer));
    } else {
      answer.forEach((name, value) -> out.println(name.replace('_', ' ') + ": " + value));
      out.println("every object was whole, none was lost, nothing unfinished stayed");
    }
    out.flush();
  }
}

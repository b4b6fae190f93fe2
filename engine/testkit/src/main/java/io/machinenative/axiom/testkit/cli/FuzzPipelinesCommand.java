package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.engine.cli.ExitCode;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.plugins.s3.server.S3Server;
import io.machinenative.axiom.testkit.pipelines.ChainFuzzer;
import io.machinenative.axiom.testkit.pipelines.ChainReport;
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
import picocli.CommandLine.Spec;

/** {@code axiom fuzz pipelines}: the ready pipelines there and back, and with damage between. */
@Command(
    name = "pipelines",
    description = {
      "Saves a seeded tree with the ready pipelines, to object storage and to a folder, restores",
      "and compares it; then alters and cuts off what was stored, of which nothing may come back."
    },
    mixinStandardHelpOptions = true)
public final class FuzzPipelinesCommand implements Callable<Integer> {
  private static final double MIB = 1 << 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--size-mib",
      defaultValue = "512",
      description = "Of the tree (default: ${DEFAULT-VALUE}).")
  private int sizeMib;

  @Option(
      names = "--files",
      defaultValue = "8000",
      description = "In the tree (default: ${DEFAULT-VALUE}).")
  private int files;

  @Option(
      names = "--damages",
      defaultValue = "30",
      description = "Streams that are altered or cut off (default: ${DEFAULT-VALUE}).")
  private int damages;

  @Option(names = "--seed", description = "Of the run (default: from the clock, and printed).")
  private Long seed;

  @Option(names = "--json", description = "Prints the report as one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    if (!S3Server.missing().isEmpty()) {
      err.println("fuzz pipelines: " + S3Server.missing());
      return ExitCode.FAILED;
    }
    long chosen = seed == null ? System.nanoTime() : seed;
    say(err, "--size-mib " + sizeMib + " --files " + files + " --seed " + chosen);
    try {
      Path directory = Files.createTempDirectory("axiom-fuzz-pipelines-").toRealPath();
      ChainReport report =
          new ChainFuzzer(chosen, directory, step -> say(err, step))
              .run(files, (long) sizeMib << 20, damages);
      IoUtil.delete(directory.toFile(), false);
      print(report);
      return ExitCode.OK;
    } catch (IllegalStateException e) {
      say(err, e.getMessage());
      return ExitCode.FAILED;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void say(PrintWriter err, String text) {
    err.println("fuzz pipelines: " + text);
    err.flush();
  }

  private void print(ChainReport report) {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("seed", report.seed());
    answer.put("tree_mib", Math.round(report.treeBytes() / MIB));
    answer.put("source_mb_per_s", report.chainMbPerSecond());
    answer.put("damages_refused", report.damages());
    answer.put("peak_heap_mib", Math.round(report.peakHeapBytes() / MIB));
    answer.put("seconds", Math.round(report.seconds()));
    if (json) {
      out.println(Json.text(answer));
    } else {
      answer.forEach((name, value) -> out.println(name.replace('_', ' ') + ": " + value));
      out.println("everything came back as it was, and nothing that was altered");
    }
    out.flush();
  }
}

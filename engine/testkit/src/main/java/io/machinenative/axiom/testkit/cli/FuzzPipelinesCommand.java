package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.plugins.s3.server.S3Server;
import io.machinenative.axiom.testkit.pipelines.ChainFuzzer;
import io.machinenative.axiom.testkit.pipelines.ChainReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.IoUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code axiom fuzz pipelines}: the ready pipelines there and back, and with damage between. */
@Command(
    name = "pipelines",
    description = {
      "Saves a seeded tree with the ready pipelines, to object storage and to a folder, restores",
      "and compares it; then alters and cuts off what was stored, of which nothing may come back."
    },
    mixinStandardHelpOptions = true)
public final class FuzzPipelinesCommand extends SeededFuzz {
  private static final double MIB = 1 << 20;

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

  @Override
  String scope() {
    return atLeastOne("--size-mib", sizeMib)
        + " "
        + atLeastOne("--files", files)
        + " "
        + atLeastOne("--damages", damages);
  }

  @Override
  Map<String, Object> run(long chosenSeed) throws IOException {
    if (!S3Server.missing().isEmpty()) {
      throw new IOException(S3Server.missing());
    }
    Path directory = Files.createTempDirectory("axiom-fuzz-pipelines-").toRealPath();
    ChainReport report =
        new ChainFuzzer(chosenSeed, directory, this::say).run(files, (long) sizeMib << 20, damages);
    IoUtil.delete(directory.toFile(), false);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("tree_mib", Math.round(report.treeBytes() / MIB));
    answer.put("source_mb_per_s", report.chainMbPerSecond());
    answer.put("damages_refused", report.damages());
    answer.put("peak_heap_mib", Math.round(report.peakHeapBytes() / MIB));
    answer.put("seconds", Math.round(report.seconds()));
    return answer;
  }

  @Override
  String verdict() {
    return "everything came back as it was, and nothing that was altered";
  }
}

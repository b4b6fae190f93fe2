package io.machinenative.axiom.benchmarks.cli;

import io.machinenative.axiom.benchmarks.store.StoreBench;
import io.machinenative.axiom.benchmarks.store.StoreNumbers;
import io.machinenative.axiom.engine.cli.ExitCode;
import io.machinenative.axiom.engine.cli.Terminal;
import java.io.IOException;
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

/** {@code axiom bench store}: the registry's store on this disk. */
@Command(
    name = "store",
    description = {
      "Measures the registry's store: reads beside a bare Chronicle Map in turn, durable changes"
          + " of",
      "sixteen writers that share commits, and a million records. Takes about a minute and 1 GB."
    },
    mixinStandardHelpOptions = true)
public final class StoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "A folder on the disk to measure (default: the system's for temporary files).")
  private Path directory;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Conditions conditions = Conditions.ofThisHost();
    Terminal terminal = BenchCommand.terminal(spec);
    try {
      Path scratch =
          directory == null
              ? Files.createTempDirectory("axiom-bench-store-")
              : Files.createTempDirectory(directory, "axiom-bench-store-");
      try {
        print(terminal, new StoreBench(scratch, terminal::progress).run(), conditions);
      } finally {
        IoUtil.delete(scratch.toFile(), true);
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void print(Terminal terminal, StoreNumbers numbers, Conditions conditions) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("get_ns", Math.round(numbers.getNs()));
    answer.put("bare_get_ns", Math.round(numbers.bareGetNs()));
    answer.put("get_ratio", Math.round(numbers.getRatio() * 1000) / 1000.0);
    answer.put("process_changes_per_s", Math.round(numbers.processPerSecond()));
    answer.put("power_changes_per_s", Math.round(numbers.powerPerSecond()));
    answer.put("million_load_ms", Math.round(numbers.loadMs()));
    answer.put("million_bytes_each", Math.round(numbers.bytesEach() * 10) / 10.0);
    answer.put("million_open_ms", Math.round(numbers.openMs()));
    answer.put("million_rebuild_ms", Math.round(numbers.rebuildMs()));
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
  }
}

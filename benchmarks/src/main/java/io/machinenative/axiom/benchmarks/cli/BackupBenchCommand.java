package io.machinenative.axiom.benchmarks.cli;

import io.machinenative.axiom.benchmarks.backup.BackupBench;
import io.machinenative.axiom.benchmarks.backup.BackupNumbers;
import io.machinenative.axiom.engine.cli.CommandFailure;
import io.machinenative.axiom.engine.cli.ExitCode;
import io.machinenative.axiom.engine.cli.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.agrona.IoUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code axiom bench backup}: saving and restoring a tree, beside restic. */
@Command(
    name = "backup",
    description = {
      "Saves a seeded tree, saves it again unchanged, restores it and compares it byte by byte:",
      "with axiom backup and, with --peer restic, with restic; each in a process of its own."
    },
    mixinStandardHelpOptions = true)
public final class BackupBenchCommand implements Callable<Integer> {
  private static final double MIB = 1 << 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--size-mib",
      defaultValue = "512",
      description = "How large the tree is (default: ${DEFAULT-VALUE}).")
  private long sizeMib;

  @Option(
      names = "--files",
      defaultValue = "0",
      description = "How many files it has (default: one for each 64 KiB).")
  private int files;

  @Option(names = "--seed", defaultValue = "1", description = "Of the tree.")
  private long seed;

  @Option(
      names = "--rounds",
      defaultValue = "2",
      description = "The best counts (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(names = "--peer", paramLabel = "NAME", description = "restic; it has to be installed.")
  private String peer;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "A folder on the disk to measure (default: the system's for temporary files).")
  private Path directory;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (peer != null && !peer.equals("restic")) {
      throw new CommandFailure(ExitCode.USAGE, "--peer: expected restic, got " + peer);
    }
    Conditions conditions = Conditions.ofThisHost();
    Terminal terminal = BenchCommand.terminal(spec);
    try {
      Path scratch =
          directory == null
              ? Files.createTempDirectory("axiom-bench-backup-")
              : Files.createTempDirectory(directory, "axiom-bench-backup-");
      try {
        BackupBench bench = bench(scratch, terminal);
        int fileCount = files > 0 ? files : (int) Math.max(1, sizeMib * 16);
        long bytes = bench.makeTree(seed, sizeMib << 20, fileCount);
        List<BackupNumbers> numbers = bench.run(rounds);
        print(terminal, bytes, fileCount, numbers, bench.warmUnchangedSeconds(), conditions);
      } finally {
        IoUtil.delete(scratch.toFile(), true);
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BackupBench bench(Path scratch, Terminal terminal)
      throws IOException, InterruptedException {
    try {
      return new BackupBench(scratch, peer != null, terminal::progress);
    } catch (IOException e) {
      terminal.note("SKIPPED: the peer restic cannot be run, so nothing is compared: " + e);
      return new BackupBench(scratch, false, terminal::progress);
    }
  }

  private void print(
      Terminal terminal,
      long bytes,
      int fileCount,
      List<BackupNumbers> numbers,
      double warmUnchangedSeconds,
      Conditions conditions) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("tree_bytes", bytes);
    answer.put("tree_files", fileCount);
    answer.put("seed", seed);
    for (BackupNumbers one : numbers) {
      String name = one.program();
      answer.put(name + "_version", one.version());
      answer.put(name + "_first_s", round(one.first().seconds()));
      answer.put(name + "_first_mib_s", round(bytes / MIB / one.first().seconds()));
      answer.put(name + "_first_cpu_s", round(one.first().cpuSeconds()));
      answer.put(name + "_first_peak_mib", round(one.first().peakBytes() / MIB));
      answer.put(name + "_unchanged_s", round(one.unchanged().seconds()));
      answer.put(name + "_unchanged_cpu_s", round(one.unchanged().cpuSeconds()));
      answer.put(name + "_unchanged_peak_mib", round(one.unchanged().peakBytes() / MIB));
      answer.put(name + "_restore_s", round(one.restore().seconds()));
      answer.put(name + "_restore_mib_s", round(bytes / MIB / one.restore().seconds()));
      answer.put(name + "_restore_cpu_s", round(one.restore().cpuSeconds()));
      answer.put(name + "_restore_peak_mib", round(one.restore().peakBytes() / MIB));
      answer.put(name + "_repository_bytes", one.repositoryBytes());
    }
    answer.put("axiom_unchanged_in_a_warm_jvm_s", round(warmUnchangedSeconds));
    if (numbers.size() == 2) {
      BackupNumbers ours = numbers.get(0);
      BackupNumbers theirs = numbers.get(1);
      answer.put("times_faster_first", round(theirs.first().seconds() / ours.first().seconds()));
      answer.put(
          "times_faster_unchanged",
          round(theirs.unchanged().seconds() / ours.unchanged().seconds()));
      answer.put(
          "times_faster_unchanged_in_a_warm_jvm",
          round(theirs.unchanged().seconds() / warmUnchangedSeconds));
      answer.put(
          "times_faster_restore", round(theirs.restore().seconds() / ours.restore().seconds()));
      answer.put("size_ratio", round((double) ours.repositoryBytes() / theirs.repositoryBytes()));
    }
    answer.put("restored_as_saved", true);
    answer.put("cores", conditions.cores());
    answer.put("cpu", conditions.cpu());
    answer.put("load_average", conditions.loadAverage());
    answer.put("java", conditions.java());
    answer.put("commit", conditions.commit().orElse("unknown"));
    if (json) {
      terminal.printJson(answer);
    } else {
      answer.forEach((name, value) ->
          terminal.print(String.format(Locale.ROOT, "%s: %s", name.replace('_', ' '), value)));
    }
  }

  private static double round(double value) {
    return Double.isNaN(value) ? -1 : Math.round(value * 1000) / 1000.0;
  }
}

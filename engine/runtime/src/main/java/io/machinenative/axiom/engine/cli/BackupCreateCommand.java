package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.plugins.backup.create.BackupProgress;
import io.machinenative.axiom.plugins.backup.create.BackupRequest;
import io.machinenative.axiom.plugins.backup.create.BackupRun;
import io.machinenative.axiom.plugins.backup.format.RepositoryException;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import io.machinenative.axiom.plugins.backup.repository.SnapshotKind;
import io.machinenative.axiom.plugins.backup.repository.SnapshotTotals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code axiom backup create}: makes a snapshot. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a snapshot of folders and files.",
      "What did not change since the last snapshot of the same folders is not read again, unless",
      "--full says so; --differential compares with the last full one."
    })
final class BackupCreateCommand implements Callable<Integer> {
  private static final double MIB = 1 << 20;

  private final Terminal terminal;

  @Mixin private BackupOptions options;

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "What to save.")
  private List<Path> sources;

  @Option(names = "--full", description = "Reads every file.")
  private boolean full;

  @Option(
      names = "--differential",
      description = "Reads what changed since the last full snapshot.")
  private boolean differential;

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = {
        "Leaves out what matches: a name at any depth, or with a slash a path below PATH.",
        "May be given again."
      })
  private List<String> excludes = new ArrayList<>();

  @Option(
      names = "--exclude-file",
      paramLabel = "FILE",
      description = "A file with a glob a line; lines that begin with # are left out.")
  private Path excludeFile;

  @Option(names = "--skip-hidden", description = "Leaves out names that begin with a dot.")
  private boolean skipHidden;

  @Option(
      names = {"-x", "--one-file-system"},
      description = "Does not enter folders on other file systems.")
  private boolean oneFileSystem;

  @Option(
      names = "--tag",
      paramLabel = "WORD",
      description = "A word that the snapshot carries. May be given again.")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = "--level",
      defaultValue = "" + BackupRequest.DEFAULT_LEVEL,
      description = "Of zstd, -7 to 22 (default: ${DEFAULT-VALUE}).")
  private int level;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  BackupCreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  static CommandFailure failed(IOException e) {
    String message = e instanceof RepositoryException ? e.getMessage() : e.toString();
    return new CommandFailure(ExitCode.FAILED, message);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (full && differential) {
      throw new CommandFailure(ExitCode.USAGE, "expected --full or --differential, got both");
    }
    try (Repository repository = options.open()) {
      BackupProgress progress = new BackupProgress();
      Snapshot snapshot;
      try (ProgressLine line = new ProgressLine(terminal, () -> text(progress))) {
        snapshot =
            new BackupRun(repository, options.surroundings(), request(), progress, () -> false)
                .run();
      }
      progress.warnings().forEach(warning -> terminal.note(terminal.warning("! ") + warning));
      print(snapshot);
      return progress.warningCount() == 0 ? ExitCode.OK : ExitCode.FAILED;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private BackupRequest request() throws IOException {
    if (excludeFile != null) {
      Files.readString(excludeFile)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .forEach(excludes::add);
    }
    SnapshotKind kind =
        full
            ? SnapshotKind.FULL
            : differential ? SnapshotKind.DIFFERENTIAL : SnapshotKind.INCREMENTAL;
    try {
      return new BackupRequest(sources, kind, tags, excludes, skipHidden, oneFileSystem, level);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    }
  }

  private static String text(BackupProgress progress) {
    return String.format(
        Locale.ROOT,
        "%d files, %.0f MiB; %.0f MiB read, %.0f MiB new, %.0f MiB stored",
        progress.files(),
        progress.bytes() / MIB,
        progress.readBytes() / MIB,
        progress.newBytes() / MIB,
        progress.storedBytes() / MIB);
  }

  private void print(Snapshot snapshot) {
    SnapshotTotals totals = snapshot.totals();
    if (json) {
      terminal.printJson(BackupListCommand.toMap(snapshot));
      return;
    }
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put(
        "saved",
        String.format(
            Locale.ROOT,
            "%d files, %d folders, %d links, %.1f MiB",
            totals.files(),
            totals.directories(),
            totals.symbolicLinks(),
            totals.bytes() / MIB));
    lines.put(
        "read",
        String.format(
            Locale.ROOT, "%d files, %.1f MiB", totals.readFiles(), totals.readBytes() / MIB));
    lines.put(
        "new",
        String.format(
            Locale.ROOT,
            "%d chunks, %.1f MiB, stored in %.1f MiB",
            totals.newChunks(),
            totals.newBytes() / MIB,
            totals.storedBytes() / MIB));
    lines.forEach((name, value) -> terminal.print(String.format("%-6s %s", name, value)));
    terminal.print(
        String.format(
            Locale.ROOT,
            "snapshot %s after %.1f s",
            snapshot.id().shortName(),
            totals.durationMs() / 1e3));
  }
}

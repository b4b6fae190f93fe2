package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.restore.RestoreProgress;
import io.machinenative.axiom.plugins.backup.restore.RestoreRequest;
import io.machinenative.axiom.plugins.backup.restore.RestoreRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code axiom backup restore}: brings files back. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Brings back a snapshot, or some of its paths, below a folder.",
      "Each file is written beside the one that is there, and takes its place when it is whole."
    })
final class BackupRestoreCommand implements Callable<Integer> {
  private static final double MIB = 1 << 20;

  private final Terminal terminal;

  @Mixin private BackupOptions options;

  @Parameters(
      index = "0",
      paramLabel = "SNAPSHOT",
      description = "The first digits of its name, or latest.")
  private String snapshot;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "PATH",
      description = "Paths as backup ls SNAPSHOT prints them; with all below (default: all).")
  private List<String> paths = List.of();

  @Option(
      names = {"-t", "--target"},
      required = true,
      paramLabel = "DIR",
      description = "Where to: nothing outside of it is written.")
  private Path target;

  @Option(names = "--keep-existing", description = "Leaves files that are there as they are.")
  private boolean keepExisting;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  BackupRestoreCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    long startNs = System.nanoTime();
    try (Repository repository = options.open()) {
      RestoreProgress progress = new RestoreProgress();
      RestoreRequest request =
          new RestoreRequest(
              BackupListCommand.find(repository, snapshot), target, paths, keepExisting);
      try (ProgressLine line = new ProgressLine(terminal, () -> text(progress))) {
        run(repository, request, progress);
      }
      progress.messages().forEach(message -> terminal.note(terminal.warning("! ") + message));
      print(progress, System.nanoTime() - startNs);
      return progress.failures() == 0 ? ExitCode.OK : ExitCode.FAILED;
    } catch (IOException e) {
      throw BackupCreateCommand.failed(e);
    }
  }

  private void run(Repository repository, RestoreRequest request, RestoreProgress progress)
      throws IOException, InterruptedException {
    try {
      new RestoreRun(repository, options.surroundings(), request, progress, () -> false).run();
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    }
  }

  private static String text(RestoreProgress progress) {
    return String.format(
        Locale.ROOT, "%d files, %.0f MiB", progress.files(), progress.bytes() / MIB);
  }

  private void print(RestoreProgress progress, long tookNs) {
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("files", progress.files());
      answer.put("bytes", progress.bytes());
      answer.put("folders_and_links", progress.others());
      answer.put("kept", progress.skippedFiles());
      answer.put("failures", progress.failures());
      answer.put("warnings", progress.warnings());
      answer.put("duration_ms", tookNs / 1_000_000);
      terminal.printJson(answer);
      return;
    }
    terminal.print(
        String.format(
            Locale.ROOT,
            "restored %d files, %d folders and links, %.1f MiB in %.1f s; %d kept, %d failed",
            progress.files(),
            progress.others(),
            progress.bytes() / MIB,
            tookNs / 1e9,
            progress.skippedFiles(),
            progress.failures()));
  }
}

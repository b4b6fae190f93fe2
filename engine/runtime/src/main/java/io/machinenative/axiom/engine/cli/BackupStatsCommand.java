package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.RepositoryStats;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code axiom backup stats}: how much is in a repository. */
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    description = "Says how much is in a repository, and how much it takes.")
final class BackupStatsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private BackupOptions options;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  BackupStatsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (Repository repository = options.open()) {
      RepositoryStats stats = RepositoryStats.of(repository);
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("repository", repository.id().toString());
      answer.put("snapshots", stats.snapshots());
      answer.put("snapshot_bytes", stats.snapshotBytes());
      answer.put("packs", stats.packs());
      answer.put("pack_bytes", stats.packBytes());
      answer.put("chunks", stats.chunks());
      answer.put("index_memory_bytes", stats.indexMemoryBytes());
      if (json) {
        terminal.printJson(answer);
      } else {
        answer.forEach((name, value) -> terminal.print(name.replace('_', ' ') + ": " + value));
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw BackupCreateCommand.failed(e);
    }
  }
}

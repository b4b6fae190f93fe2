package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.plugins.backup.prune.PruneReport;
import io.machinenative.axiom.plugins.backup.prune.PruneRequest;
import io.machinenative.axiom.plugins.backup.prune.PruneRun;
import io.machinenative.axiom.plugins.backup.prune.Retention;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code axiom backup prune}: removes old snapshots, and what none needs. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    description = {
      "Removes the snapshots that no --keep rule keeps, and then what no snapshot needs.",
      "Without a rule all snapshots stay. Each rule counts snapshots of the same folders of the",
      "same host; what one rule keeps stays."
    })
final class BackupPruneCommand implements Callable<Integer> {
  private static final double MIB = 1 << 20;

  private final Terminal terminal;

  @Mixin private BackupOptions options;

  @Option(names = "--keep-last", paramLabel = "COUNT", description = "The last ones.")
  private int last;

  @Option(names = "--keep-hourly", paramLabel = "COUNT", description = "One of each hour.")
  private int hourly;

  @Option(names = "--keep-daily", paramLabel = "COUNT", description = "One of each day.")
  private int daily;

  @Option(names = "--keep-weekly", paramLabel = "COUNT", description = "One of each ISO week.")
  private int weekly;

  @Option(names = "--keep-monthly", paramLabel = "COUNT", description = "One of each month.")
  private int monthly;

  @Option(names = "--keep-yearly", paramLabel = "COUNT", description = "One of each year.")
  private int yearly;

  @Option(names = "--keep-tag", paramLabel = "WORD", description = "All that carry the word.")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = "--max-waste",
      paramLabel = "PERCENT",
      defaultValue = "" + PruneRequest.DEFAULT_WASTE_PERCENT,
      description = "A pack with more waste is written anew (default: ${DEFAULT-VALUE}).")
  private int wastePercent;

  @Option(names = "--dry-run", description = "Says what would go, and changes nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  BackupPruneCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (Repository repository = options.open()) {
      print(new PruneRun(repository, options.surroundings(), request(), () -> false).run());
      return ExitCode.OK;
    } catch (IOException e) {
      throw BackupCreateCommand.failed(e);
    }
  }

  private PruneRequest request() {
    boolean rules = last + hourly + daily + weekly + monthly + yearly != 0 || !tags.isEmpty();
    try {
      Optional<Retention> retention =
          rules
              ? Optional.of(new Retention(last, hourly, daily, weekly, monthly, yearly, tags))
              : Optional.empty();
      return new PruneRequest(retention, ZoneId.systemDefault(), wastePercent, dryRun);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    }
  }

  private void print(PruneReport report) {
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("dry_run", dryRun);
      answer.put("removed", report.removed().stream().map(BackupListCommand::toMap).toList());
      answer.put("kept_snapshots", report.keptSnapshots());
      answer.put("used_chunks", report.usedChunks());
      answer.put("unused_chunks", report.unusedChunks());
      answer.put("removed_packs", report.removedPacks());
      answer.put("rewritten_packs", report.rewrittenPacks());
      answer.put("freed_bytes", report.freedBytes());
      answer.put("pack_bytes", report.packBytes());
      terminal.printJson(answer);
      return;
    }
    report
        .removed()
        .forEach(snapshot ->
            terminal.print((dryRun ? "would remove " : "removed ") + snapshot.id().shortName()));
    terminal.print(
        String.format(
            Locale.ROOT,
            "%d snapshots stay; %d chunks needed, %d not; %d packs %s, %d written anew; "
                + "%.1f MiB freed, %.1f MiB left",
            report.keptSnapshots(),
            report.usedChunks(),
            report.unusedChunks(),
            report.removedPacks(),
            dryRun ? "would go" : "went",
            report.rewrittenPacks(),
            report.freedBytes() / MIB,
            report.packBytes() / MIB));
  }
}

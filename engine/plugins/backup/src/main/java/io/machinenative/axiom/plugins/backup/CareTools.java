package io.machinenative.axiom.plugins.backup;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.plugins.backup.prune.PruneReport;
import io.machinenative.axiom.plugins.backup.prune.PruneRequest;
import io.machinenative.axiom.plugins.backup.prune.PruneRun;
import io.machinenative.axiom.plugins.backup.prune.Retention;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.verify.Findings;
import io.machinenative.axiom.plugins.backup.verify.VerifyReport;
import io.machinenative.axiom.plugins.backup.verify.VerifyRun;
import io.machinenative.axiom.plugins.files.ExplainedErrors;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** {@code backup.verify}, {@code backup.check} and {@code backup.prune}. Any thread; they wait. */
final class CareTools {
  private final BackupResources resources;

  @Description("What was looked at, and what is wrong.")
  record Soundness(
      boolean sound,
      int snapshots,
      int packs,
      long chunks,
      @Description("Chunks that were read and compared with their names.") long provenChunks,
      long provenBytes,
      long problemCount,
      @Description("Each names a file of the repository or of a snapshot: the first ten thousand.")
          List<String> problems) {}

  @Description("Which snapshots stay. Without a number or tag all do.")
  record PruneArguments(
      @Description("The repository: a folder, or s3://BUCKET/PREFIX.") @Constraint(minLength = 1)
          String repository,
      @Description("The last ones.") @Constraint(optional = true, defaultValue = "0", minimum = 0)
          int last,
      @Description("One of each hour.")
          @Constraint(optional = true, defaultValue = "0", minimum = 0)
          int hourly,
      @Description("One of each day.") @Constraint(optional = true, defaultValue = "0", minimum = 0)
          int daily,
      @Description("One of each ISO week.")
          @Constraint(optional = true, defaultValue = "0", minimum = 0)
          int weekly,
      @Description("One of each month.")
          @Constraint(optional = true, defaultValue = "0", minimum = 0)
          int monthly,
      @Description("One of each year.")
          @Constraint(optional = true, defaultValue = "0", minimum = 0)
          int yearly,
      @Description("All that carry one of these words.")
          @Constraint(optional = true, defaultValue = "[]")
          List<String> tags,
      @Description("A pack with more waste is written anew.")
          @Constraint(optional = true, defaultValue = "20", minimum = 0, maximum = 100)
          int maxWastePercent,
      @Description("Whether nothing is changed.")
          @Constraint(optional = true, defaultValue = "false")
          boolean dryRun,
      @Description("By default the server's secret.") @Constraint(optional = true)
          String passphrase) {
    Optional<Retention> retention() {
      boolean rules = last + hourly + daily + weekly + monthly + yearly != 0 || !tags.isEmpty();
      return rules
          ? Optional.of(new Retention(last, hourly, daily, weekly, monthly, yearly, tags))
          : Optional.empty();
    }
  }

  @Description("What went.")
  record Pruned(
      @Description("Snapshots that went, or would have.") List<SnapshotInfo> removed,
      int keptSnapshots,
      long usedChunks,
      long unusedChunks,
      int removedPacks,
      int rewrittenPacks,
      long freedBytes,
      long packBytes) {}

  private CareTools(BackupResources resources) {
    this.resources = resources;
  }

  static List<Tool> all(BackupResources resources) {
    CareTools tools = new CareTools(resources);
    return List.of(
        Tool.named("backup.verify")
            .title("Verify a repository")
            .description(
                "Reads everything in a repository and proves it; names each damaged place.")
            .blocking()
            .readOnly()
            .typed(
                RepositoryTools.Request.class,
                Soundness.class,
                new ExplainedErrors<>((request, call) -> tools.verify(request, call, true)))
            .build(),
        Tool.named("backup.check")
            .title("Check a repository")
            .description(
                "Looks whether all that the snapshots need is there, without reading content.")
            .blocking()
            .readOnly()
            .typed(
                RepositoryTools.Request.class,
                Soundness.class,
                new ExplainedErrors<>((request, call) -> tools.verify(request, call, false)))
            .build(),
        Tool.named("backup.prune")
            .title("Prune a repository")
            .description("Removes old snapshots by rules, and then what no snapshot needs.")
            .blocking()
            .destructive()
            .typed(PruneArguments.class, Pruned.class, new ExplainedErrors<>(tools::prune))
            .build());
  }

  private Soundness verify(RepositoryTools.Request request, CallContext call, boolean everything)
      throws IOException, InterruptedException {
    Findings findings = new Findings();
    try (Repository repository = resources.open(request.repository(), request.passphrase())) {
      VerifyReport report =
          new VerifyRun(
                  repository,
                  resources.surroundings(),
                  findings,
                  everything,
                  resources.watch(call, findings::provenBytes))
              .run();
      return new Soundness(
          report.isSound(),
          report.snapshots(),
          report.packs(),
          report.chunks(),
          report.provenChunks(),
          report.provenBytes(),
          report.problemCount(),
          report.problems());
    } catch (CancellationException e) {
      throw cancelled(e);
    }
  }

  private static ToolException cancelled(CancellationException cause) {
    ToolException cancelled = ToolException.cancelled();
    cancelled.addSuppressed(cause);
    return cancelled;
  }

  private Pruned prune(PruneArguments request, CallContext call) throws IOException {
    PruneRequest prune =
        new PruneRequest(
            request.retention(), ZoneOffset.UTC, request.maxWastePercent(), request.dryRun());
    try (Repository repository = resources.open(request.repository(), request.passphrase())) {
      PruneReport report =
          new PruneRun(repository, resources.surroundings(), prune, call::isCancelled).run();
      return new Pruned(
          report.removed().stream().map(SnapshotInfo::of).toList(),
          report.keptSnapshots(),
          report.usedChunks(),
          report.unusedChunks(),
          report.removedPacks(),
          report.rewrittenPacks(),
          report.freedBytes(),
          report.packBytes());
    } catch (CancellationException e) {
      throw cancelled(e);
    }
  }
}

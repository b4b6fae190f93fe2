package io.machinenative.axiom.plugins.backup;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.api.TypedHandler;
import io.machinenative.axiom.plugins.backup.create.BackupProgress;
import io.machinenative.axiom.plugins.backup.create.BackupRequest;
import io.machinenative.axiom.plugins.backup.create.BackupRun;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import io.machinenative.axiom.plugins.backup.repository.SnapshotKind;
import io.machinenative.axiom.plugins.files.ExplainedErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;

/** {@code backup.create}: makes a snapshot. Any thread; it waits. */
final class CreateTool implements TypedHandler<CreateTool.Request, CreateTool.Reply> {
  private final BackupResources resources;

  @Description("What to save, and where.")
  record Request(
      @Description("The repository: a folder, or s3://BUCKET/PREFIX.") @Constraint(minLength = 1)
          String repository,
      @Description("Folders and files to save.") @Constraint(minLength = 1) List<String> sources,
      @Description("FULL reads all, INCREMENTAL what changed, DIFFERENTIAL since the last full.")
          @Constraint(optional = true, defaultValue = "\"INCREMENTAL\"")
          SnapshotKind kind,
      @Description("Globs: a name at any depth, or with a slash a path below a source.")
          @Constraint(optional = true, defaultValue = "[]")
          List<String> exclude,
      @Description("Whether names that begin with a dot are left out.")
          @Constraint(optional = true, defaultValue = "false")
          boolean skipHidden,
      @Description("Whether folders on other file systems are left out.")
          @Constraint(optional = true, defaultValue = "false")
          boolean oneFileSystem,
      @Description("Words that the snapshot carries.")
          @Constraint(optional = true, defaultValue = "[]")
          List<String> tags,
      @Description("Of zstd.")
          @Constraint(optional = true, defaultValue = "1", minimum = -7, maximum = 22)
          int level,
      @Description("By default the server's secret.") @Constraint(optional = true)
          String passphrase) {}

  @Description("The snapshot that was made.")
  record Reply(
      SnapshotInfo snapshot,
      @Description("What was left out, or changed while it was read: the first thousand.")
          List<String> warnings) {}

  private CreateTool(BackupResources resources) {
    this.resources = resources;
  }

  static Tool tool(BackupResources resources) {
    return Tool.named("backup.create")
        .title("Make a snapshot")
        .description(
            "Saves folders and files to a repository: what it has already is not stored again, and"
                + " what did not change is not read. A snapshot needs no other to be restored.")
        .blocking()
        .typed(Request.class, Reply.class, new ExplainedErrors<>(new CreateTool(resources)))
        .build();
  }

  @Override
  public Reply handle(Request request, CallContext call) throws IOException, InterruptedException {
    List<Path> sources = request.sources().stream().map(resources.roots()::existing).toList();
    BackupRequest backup =
        new BackupRequest(
            sources,
            request.kind(),
            request.tags(),
            request.exclude(),
            request.skipHidden(),
            request.oneFileSystem(),
            request.level());
    BackupProgress progress = new BackupProgress();
    try (Repository repository = resources.open(request.repository(), request.passphrase())) {
      Snapshot snapshot =
          new BackupRun(
                  repository,
                  resources.surroundings(),
                  backup,
                  progress,
                  resources.watch(call, progress::bytes))
              .run();
      return new Reply(SnapshotInfo.of(snapshot), progress.warnings());
    } catch (CancellationException e) {
      ToolException cancelled = ToolException.cancelled();
      cancelled.addSuppressed(e);
      throw cancelled;
    }
  }
}

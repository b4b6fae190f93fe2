package io.machinenative.axiom.plugins.backup;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.api.TypedHandler;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.restore.RestoreProgress;
import io.machinenative.axiom.plugins.backup.restore.RestoreRequest;
import io.machinenative.axiom.plugins.backup.restore.RestoreRun;
import io.machinenative.axiom.plugins.files.ExplainedErrors;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;

/** {@code backup.restore}: brings files back. Any thread; it waits. */
final class RestoreTool implements TypedHandler<RestoreTool.Request, RestoreTool.Reply> {
  private final BackupResources resources;

  @Description("What to bring back, and where to.")
  record Request(
      @Description("The repository: a folder, or s3://BUCKET/PREFIX.") @Constraint(minLength = 1)
          String repository,
      @Description("A folder: nothing outside of it is written.") @Constraint(minLength = 1)
          String target,
      @Description("The first digits of a snapshot's name, or latest.")
          @Constraint(optional = true, defaultValue = "\"latest\"")
          String snapshot,
      @Description("Paths in the snapshot, with all below; none means everything.")
          @Constraint(optional = true, defaultValue = "[]")
          List<String> paths,
      @Description("Whether files that are there stay as they are.")
          @Constraint(optional = true, defaultValue = "false")
          boolean keepExisting,
      @Description("By default the server's secret.") @Constraint(optional = true)
          String passphrase) {}

  @Description("What was brought back.")
  record Reply(
      String snapshot,
      long files,
      long bytes,
      @Description("Folders and links.") long others,
      @Description("Files that were there and stayed.") long kept,
      @Description("Files that are not there, or not whole.") long failures,
      @Description("Files without some of their attributes.") long warnings,
      @Description("The first thousand of both.") List<String> messages) {}

  private RestoreTool(BackupResources resources) {
    this.resources = resources;
  }

  static Tool tool(BackupResources resources) {
    return Tool.named("backup.restore")
        .title("Restore a snapshot")
        .description(
            "Brings back a snapshot, or some of its paths. Each file takes the place of what is"
                + " there when it is whole.")
        .blocking()
        .idempotent()
        .destructive()
        .typed(Request.class, Reply.class, new ExplainedErrors<>(new RestoreTool(resources)))
        .build();
  }

  @Override
  public Reply handle(Request request, CallContext call) throws IOException, InterruptedException {
    RestoreProgress progress = new RestoreProgress();
    try (Repository repository = resources.open(request.repository(), request.passphrase())) {
      RestoreRequest restore =
          new RestoreRequest(
              BackupResources.find(repository, request.snapshot()),
              resources.roots().writable(request.target()),
              request.paths(),
              request.keepExisting());
      new RestoreRun(
              repository,
              resources.surroundings(),
              restore,
              progress,
              resources.watch(call, progress::bytes))
          .run();
      return new Reply(
          restore.snapshot().id().toString(),
          progress.files(),
          progress.bytes(),
          progress.others(),
          progress.skippedFiles(),
          progress.failures(),
          progress.warnings(),
          progress.messages());
    } catch (CancellationException e) {
      ToolException cancelled = ToolException.cancelled();
      cancelled.addSuppressed(e);
      throw cancelled;
    }
  }
}

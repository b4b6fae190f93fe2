package io.machinenative.axiom.plugins.backup;

import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.OperationContext;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.plugins.backup.create.BackupProgress;
import io.machinenative.axiom.plugins.backup.create.BackupRequest;
import io.machinenative.axiom.plugins.backup.create.StreamBackup;
import io.machinenative.axiom.plugins.backup.format.DamagedException;
import io.machinenative.axiom.plugins.backup.format.RepositoryException;
import io.machinenative.axiom.plugins.backup.repository.SnapshotKind;
import io.machinenative.axiom.plugins.backup.restore.RestoreProgress;
import io.machinenative.axiom.plugins.backup.restore.StreamRestore;
import io.machinenative.axiom.plugins.backup.stream.StreamReader;
import io.machinenative.axiom.plugins.backup.stream.StreamTotals;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What the plugin offers to pipelines: snapshots as streams, for chains that compress, seal and
 * store them without a repository. Any thread.
 */
final class BackupOperations {
  private final BackupResources resources;

  @Description("What to save.")
  record Create(
      @Description("Folders and files. The first name of what is in one is its own.")
          @Constraint(minLength = 1)
          List<String> sources,
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
          List<String> tags) {}

  @Description("Where to bring it back.")
  record Restore(
      @Description("A folder, in which nothing has the name of a source.")
          @Constraint(minLength = 1)
          String target) {}

  record Verify() {}

  private BackupOperations(BackupResources resources) {
    this.resources = resources;
  }

  static List<Operation> all(BackupResources resources) {
    BackupOperations operations = new BackupOperations(resources);
    return List.of(
        Operation.named("backup.create")
            .description(
                "Reads folders and files as one snapshot stream: links, permissions, owners, times,"
                    + " holes.")
            .source(Create.class, operations::create),
        Operation.named("backup.restore")
            .description(
                "Brings a snapshot stream back, which appears when all of it is there and proven.")
            .sink(Restore.class, operations::restore),
        Operation.named("backup.verify")
            .description("Proves a snapshot stream, and keeps nothing.")
            .sink(Verify.class, operations::verify));
  }

  private void create(
      Create asked, ReadableByteChannel in, WritableByteChannel out, OperationContext context)
      throws IOException {
    List<Path> sources = asked.sources().stream().map(resources.roots()::existing).toList();
    if (sources.isEmpty()) {
      throw ToolException.invalid("sources: expected one or more, actual none");
    }
    BackupRequest request =
        new BackupRequest(
            sources,
            SnapshotKind.FULL,
            asked.tags(),
            asked.exclude(),
            asked.skipHidden(),
            asked.oneFileSystem(),
            BackupRequest.DEFAULT_LEVEL);
    BackupProgress progress = new BackupProgress();
    Runnable check =
        () -> {
          context.checkCancelled();
          context.progress((double) progress.readBytes(), Double.NaN, "");
        };
    StreamTotals totals =
        new StreamBackup(resources.surroundings(), request, progress, check).run(out);
    progress.warnings().forEach(context::warn);
    context.count("leftOut", progress.warningCount());
    results(totals, context);
  }

  private static void results(StreamTotals totals, OperationContext context) {
    context.result("files", totals.files());
    context.result("directories", totals.directories());
    context.result("symbolicLinks", totals.symbolicLinks());
    context.result("fileBytes", totals.bytes());
  }

  private void restore(
      Restore asked, ReadableByteChannel in, WritableByteChannel out, OperationContext context)
      throws IOException {
    Path target = resources.roots().writable(asked.target());
    RestoreProgress progress = new RestoreProgress();
    Runnable check =
        () -> {
          context.checkCancelled();
          context.progress((double) progress.bytes(), Double.NaN, "");
        };
    String name = context.runId() + "-" + context.stage();
    StreamReader stream;
    try {
      stream = new StreamRestore(target, name, progress, check).run(in);
    } catch (DamagedException e) {
      throw e; // on its way, perhaps: worth another attempt
    } catch (RepositoryException e) {
      // Something is in the way, which it will be again.
      throw ToolException.invalid(e.getMessage());
    }
    progress.messages().forEach(context::warn);
    context.result("target", target.toString());
    told(stream, context);
  }

  private static void told(StreamReader stream, OperationContext context) {
    context.result("snapshotTime", Instant.ofEpochMilli(stream.about().timeMs()).toString());
    context.result("host", stream.about().host());
    results(stream.totals(), context);
  }

  private void verify(
      Verify asked, ReadableByteChannel in, WritableByteChannel out, OperationContext context)
      throws IOException {
    StreamReader stream = new StreamReader(in);
    stream.requireWhole(context::checkCancelled);
    told(stream, context);
  }
}

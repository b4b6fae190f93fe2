package io.machinenative.axiom.plugins.backup;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.TypedHandler;
import io.machinenative.axiom.plugins.backup.keys.Argon2Cost;
import io.machinenative.axiom.plugins.backup.keys.Secret;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.RepositorySettings;
import io.machinenative.axiom.plugins.backup.repository.RepositoryStats;
import io.machinenative.axiom.plugins.files.ExplainedErrors;
import java.io.IOException;
import java.util.List;

/** {@code backup.init}, {@code backup.list} and {@code backup.stats}. Any thread; they wait. */
final class RepositoryTools {
  private final BackupResources resources;

  @Description("A repository.")
  record Request(
      @Description("The repository: a folder, or s3://BUCKET/PREFIX.") @Constraint(minLength = 1)
          String repository,
      @Description("By default the server's secret.") @Constraint(optional = true)
          String passphrase) {}

  @Description("The repository that was made.")
  record Made(@Description("Its id.") String id) {}

  @Description("All snapshots, the oldest first.")
  record Snapshots(List<SnapshotInfo> snapshots) {}

  @Description("How much is in a repository.")
  record Stats(
      int snapshots,
      @Description("As if each snapshot had a copy of its own.") long snapshotBytes,
      int packs,
      @Description("What they take.") long packBytes,
      long chunks) {}

  private RepositoryTools(BackupResources resources) {
    this.resources = resources;
  }

  static List<Tool> all(BackupResources resources) {
    RepositoryTools tools = new RepositoryTools(resources);
    return List.of(
        Tool.named("backup.init")
            .title("Make a repository")
            .description(
                "Makes a repository in a folder. Its passphrase opens it, and nothing else.")
            .blocking()
            .typed(Request.class, Made.class, explained(tools::init))
            .build(),
        Tool.named("backup.list")
            .title("List snapshots")
            .description("Lists the snapshots of a repository, the oldest first.")
            .blocking()
            .readOnly()
            .typed(Request.class, Snapshots.class, explained(tools::list))
            .build(),
        Tool.named("backup.stats")
            .title("Size of a repository")
            .description("Says how much is in a repository, and how much it takes.")
            .blocking()
            .readOnly()
            .typed(Request.class, Stats.class, explained(tools::stats))
            .build());
  }

  private static <I extends Record, O extends Record> TypedHandler<I, O> explained(
      TypedHandler<I, O> handler) {
    return new ExplainedErrors<>(handler);
  }

  private Made init(Request request, CallContext call) throws IOException {
    try (Secret secret = resources.secret(request.passphrase());
        Repository repository =
            Repository.initialize(
                resources.storage(request.repository(), true),
                secret,
                Argon2Cost.DEFAULT,
                RepositorySettings.DEFAULT,
                resources.surroundings())) {
      return new Made(repository.id().toString());
    }
  }

  private Snapshots list(Request request, CallContext call) throws IOException {
    try (Repository repository = resources.open(request.repository(), request.passphrase())) {
      return new Snapshots(repository.snapshots().stream().map(SnapshotInfo::of).toList());
    }
  }

  private Stats stats(Request request, CallContext call) throws IOException {
    try (Repository repository = resources.open(request.repository(), request.passphrase())) {
      RepositoryStats stats = RepositoryStats.of(repository);
      return new Stats(
          stats.snapshots(),
          stats.snapshotBytes(),
          stats.packs(),
          stats.packBytes(),
          stats.chunks());
    }
  }
}

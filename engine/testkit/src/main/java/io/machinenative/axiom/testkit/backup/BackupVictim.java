package io.machinenative.axiom.testkit.backup;

import io.machinenative.axiom.plugins.backup.create.BackupProgress;
import io.machinenative.axiom.plugins.backup.create.BackupRequest;
import io.machinenative.axiom.plugins.backup.create.BackupRun;
import io.machinenative.axiom.plugins.backup.prune.PruneRequest;
import io.machinenative.axiom.plugins.backup.prune.PruneRun;
import io.machinenative.axiom.plugins.backup.prune.Retention;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import io.machinenative.axiom.plugins.backup.repository.SnapshotKind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The process that is killed: changes a tree, saves it, prunes, and again, until it dies. On
 * standard output it says {@code opened}, then {@code saved ID DIGEST} and {@code pruned}: what is
 * said may not be lost.
 *
 * <p>Arguments: folder, seed.
 */
public final class BackupVictim {
  private static final int CHANGES = 12;
  private static final Retention LAST_TWO = new Retention(2, 0, 0, 0, 0, 0, List.of());

  private BackupVictim() {}

  /** Runs until somebody ends the process. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream out = System.out;
    KillGround ground = new KillGround(Path.of(arguments[0]));
    SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
    try (Repository repository = ground.open()) {
      out.println("opened");
      while (!out.checkError()) {
        for (int i = 0; i < CHANGES; i++) {
          ground.change(random);
        }
        String digest = KillGround.digest(ground.source());
        SnapshotKind kind = random.nextInt(4) == 0 ? SnapshotKind.FULL : SnapshotKind.INCREMENTAL;
        BackupRequest request = BackupRequest.of(List.of(ground.source()), kind);
        BackupProgress progress = new BackupProgress();
        Snapshot snapshot =
            new BackupRun(repository, ground.surroundings(), request, progress, () -> false).run();
        if (progress.warningCount() > 0) {
          throw new IOException("expected no warnings, actual " + progress.warnings());
        }
        out.println("saved " + snapshot.id() + " " + digest);
        if (random.nextInt(2) == 0) {
          PruneRequest prune = new PruneRequest(Optional.of(LAST_TWO), ZoneOffset.UTC, 5, false);
          new PruneRun(repository, ground.surroundings(), prune, () -> false).run();
          out.println("pruned");
        }
      }
    }
  }
}

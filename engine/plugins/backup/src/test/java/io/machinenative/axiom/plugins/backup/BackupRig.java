package io.machinenative.axiom.plugins.backup;

import io.machinenative.axiom.plugins.backup.chunk.ChunkSizes;
import io.machinenative.axiom.plugins.backup.create.BackupProgress;
import io.machinenative.axiom.plugins.backup.create.BackupRequest;
import io.machinenative.axiom.plugins.backup.create.BackupRun;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.keys.Argon2Cost;
import io.machinenative.axiom.plugins.backup.keys.Secret;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.RepositorySettings;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import io.machinenative.axiom.plugins.backup.repository.SnapshotKind;
import io.machinenative.axiom.plugins.backup.repository.Surroundings;
import io.machinenative.axiom.plugins.backup.restore.RestoreProgress;
import io.machinenative.axiom.plugins.backup.restore.RestoreRequest;
import io.machinenative.axiom.plugins.backup.restore.RestoreRun;
import io.machinenative.axiom.plugins.backup.storage.DirectoryStorage;
import io.machinenative.axiom.plugins.backup.storage.Storage;
import io.machinenative.axiom.plugins.backup.verify.Findings;
import io.machinenative.axiom.plugins.backup.verify.VerifyReport;
import io.machinenative.axiom.plugins.backup.verify.VerifyRun;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/** A repository in a folder, with small chunks and packs, and what tests do with it. */
final class BackupRig {
  static final RepositorySettings SMALL =
      new RepositorySettings(new ChunkSizes(4 << 10, 16 << 10, 64 << 10), 1 << 20);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;
  private long nowMs = System.currentTimeMillis();

  BackupRig(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    try (Secret secret = secret()) {
      Repository.initialize(storage(), secret, Argon2Cost.LEAST, SMALL, surroundings()).close();
    }
  }

  Path folder() {
    return folder;
  }

  Storage storage() {
    return new DirectoryStorage(folder, () -> ObjectId.random(RANDOM).toString(), Arena::ofShared);
  }

  static Secret secret() {
    return new Secret.Passphrase("a passphrase".toCharArray());
  }

  Repository open() throws IOException {
    try (Secret secret = secret()) {
      return Repository.open(storage(), secret);
    }
  }

  /** A clock that is hours ahead, and goes on an hour with each snapshot: files look settled. */
  Surroundings surroundings() {
    nowMs += 3_600_000;
    long now = nowMs;
    return new Surroundings(
        RANDOM,
        () -> now,
        System::nanoTime,
        Thread.ofPlatform().daemon().name("test-backup-", 0).factory(),
        2,
        Arena::ofShared,
        "test",
        ProcessHandle.current().pid());
  }

  Snapshot save(SnapshotKind kind, Path... sources) throws IOException, InterruptedException {
    return save(BackupRequest.of(List.of(sources), kind), new BackupProgress());
  }

  Snapshot save(BackupRequest request, BackupProgress progress)
      throws IOException, InterruptedException {
    try (Repository repository = open()) {
      return new BackupRun(repository, surroundings(), request, progress, () -> false).run();
    }
  }

  RestoreProgress restore(Snapshot snapshot, Path target, String... paths)
      throws IOException, InterruptedException {
    RestoreProgress progress = new RestoreProgress();
    try (Repository repository = open()) {
      RestoreRequest request = new RestoreRequest(snapshot, target, List.of(paths), false);
      new RestoreRun(repository, surroundings(), request, progress, () -> false).run();
    }
    return progress;
  }

  VerifyReport verify(boolean everything) throws IOException, InterruptedException {
    try (Repository repository = open()) {
      return new VerifyRun(repository, surroundings(), new Findings(), everything, () -> false)
          .run();
    }
  }
}

package io.machinenative.axiom.testkit.backup;

import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import io.machinenative.axiom.plugins.backup.restore.RestoreProgress;
import io.machinenative.axiom.plugins.backup.restore.RestoreRequest;
import io.machinenative.axiom.plugins.backup.restore.RestoreRun;
import io.machinenative.axiom.plugins.backup.verify.Findings;
import io.machinenative.axiom.plugins.backup.verify.VerifyReport;
import io.machinenative.axiom.plugins.backup.verify.VerifyRun;
import io.machinenative.axiom.plugins.s3.server.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.agrona.IoUtil;

/**
 * Kills who saves and prunes again and again at random points. After each kill the repository
 * opens, every byte of it is proven, and the last snapshot that was acknowledged comes back as it
 * was saved.
 *
 * <p>What the victim does follows from the seed; where it is killed also depends on the machine.
 * One thread's; used once.
 */
public final class BackupKiller {
  /** Of opening, saving and pruning, before a kill that comes within the next step. */
  private static final int MOST_STEPS = 6;

  private static final int LONGEST_STEP_US = 150_000;
  private static final int LONGEST_START_US = 1_500_000;
  private static final int DIGEST_DIGITS = 64;

  private final long seed;
  private final Path folder;
  private final SplittableRandom random;
  private final KillGround ground;
  private String lastSnapshot;
  private String lastDigest;
  private int acknowledged;
  private int prunes;
  private int restored;
  private long provenChunks;

  /**
   * @param folder an empty one
   */
  public BackupKiller(long seed, Path folder) {
    this.seed = seed;
    this.folder = folder;
    random = new SplittableRandom(seed);
    ground = new KillGround(folder);
  }

  /**
   * Runs.
   *
   * @param progress told the number of kills after each
   * @throws BackupKillFailure when something was lost, or is damaged, or did not open
   */
  public BackupKillReport run(int kills, IntConsumer progress) {
    return run(kills, progress, () -> {});
  }

  /**
   * The same, with the repository in an object storage, which is started for it.
   *
   * @throws IOException when that does not start
   */
  public BackupKillReport runOnObjects(int kills, IntConsumer progress) throws IOException {
    try (S3Server server = S3Server.start(folder.resolve("s3"))) {
      return run(kills, progress, () -> ground.useObjects(server));
    }
  }

  /** What comes before the repository is made. */
  @FunctionalInterface
  private interface Preparation {
    void run() throws IOException;
  }

  private BackupKillReport run(int kills, IntConsumer progress, Preparation preparation) {
    long startNs = System.nanoTime();
    int kill = 0;
    try {
      preparation.run();
      ground.make(random.split());
      for (kill = 1; kill <= kills; kill++) {
        kill();
        verify();
        if (lastSnapshot != null) {
          restore();
        }
        progress.accept(kill);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackupKillFailure("interrupted", e);
    } catch (Throwable e) {
      throw new BackupKillFailure(
          "seed %d, kill %d, folder %s: %s".formatted(seed, kill, folder, e), e);
    }
    return new BackupKillReport(
        seed,
        kills,
        acknowledged,
        prunes,
        restored,
        provenChunks,
        (System.nanoTime() - startNs) / 1e9);
  }

  private void kill() throws IOException, InterruptedException {
    boolean early = random.nextInt(6) == 0;
    long delayUs = random.nextInt(early ? LONGEST_START_US : LONGEST_STEP_US);
    int steps = 1 + random.nextInt(MOST_STEPS);
    try (VictimOfBackup victim = VictimOfBackup.start(folder, random.nextLong())) {
      if (!early) {
        victim.awaitLines(steps);
      }
      victim.killAfter(delayUs).forEach(this::heard);
    }
  }

  private void heard(String line) {
    String[] words = line.split(" ");
    if (words[0].equals("pruned")) {
      prunes++;
    } else if (words.length == 3 && words[2].length() == DIGEST_DIGITS) {
      acknowledged++;
      lastSnapshot = words[1];
      lastDigest = words[2];
    }
  }

  private void verify() throws IOException, InterruptedException {
    try (Repository repository = ground.open()) {
      VerifyReport report =
          new VerifyRun(repository, ground.surroundings(), new Findings(), true, () -> false).run();
      provenChunks = report.provenChunks();
      if (!report.isSound()) {
        throw new IOException("expected a sound repository, actual " + report.problems());
      }
    }
  }

  private void restore() throws IOException, InterruptedException {
    Path target = folder.resolve("restored");
    IoUtil.delete(target.toFile(), true);
    RestoreProgress progress = new RestoreProgress();
    try (Repository repository = ground.open()) {
      List<Snapshot> snapshots = repository.snapshots();
      Snapshot snapshot =
          snapshots.stream()
              .filter(one -> one.id().toString().equals(lastSnapshot))
              .findFirst()
              .orElseThrow(
                  () -> new IOException("expected snapshot " + lastSnapshot + ", actual none"));
      RestoreRequest request = new RestoreRequest(snapshot, target, List.of(), false);
      new RestoreRun(repository, ground.surroundings(), request, progress, () -> false).run();
    }
    String digest = KillGround.digest(target.resolve("source"));
    if (progress.failures() > 0 || !digest.equals(lastDigest)) {
      throw new IOException(
          "expected snapshot %s as it was saved, actual another: %s"
              .formatted(lastSnapshot, progress.messages()));
    }
    restored++;
  }
}

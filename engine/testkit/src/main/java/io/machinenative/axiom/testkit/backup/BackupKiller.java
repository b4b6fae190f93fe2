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
import io.machinenative.axiom.testkit.kill.KillTimes;
import io.machinenative.axiom.testkit.kill.Ordeal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.agrona.IoUtil;

/**
 * Kills who saves and prunes again and again at random points. After each kill the repository
 * opens, every byte of it is proven, and the last snapshot that was acknowledged comes back as it
 * was saved.
 *
 * <p>What the victim does follows from the seed; where it is killed also depends on the machine.
 * One thread's; used once.
 */
public final class BackupKiller implements Ordeal {
  /** After one to six steps of opening, saving and pruning, within the next one. */
  private static final KillTimes TIMES = new KillTimes(6, 1_500_000, 150_000, 1, 6);

  private final Path folder;
  private final SplittableRandom random;
  private final KillGround ground;
  private final Optional<S3Server> server;
  private String lastSnapshot;
  private String lastDigest;
  private long acknowledged;
  private long prunes;
  private long restored;
  private long provenChunks;

  /**
   * Makes a tree to save, and a repository.
   *
   * @param folder an empty one
   */
  public BackupKiller(long seed, Path folder) throws IOException {
    this(seed, folder, Optional.empty());
  }

  private BackupKiller(long seed, Path folder, Optional<S3Server> server) throws IOException {
    this.folder = folder;
    this.server = server;
    random = new SplittableRandom(seed);
    ground = new KillGround(folder);
    if (server.isPresent()) {
      ground.useObjects(server.get());
    }
    ground.make(random.split());
  }

  /**
   * The same, with the repository in an object storage, which is started for it and is closed with
   * this.
   */
  public static BackupKiller onObjects(long seed, Path folder) throws IOException {
    return new BackupKiller(seed, folder, Optional.of(S3Server.start(folder.resolve("s3"))));
  }

  @Override
  public void kill(boolean last) throws IOException, InterruptedException {
    TIMES
        .next(random)
        .kill(BackupVictim.class, folder.toString(), "" + random.nextLong())
        .forEach(this::heard);
    verify();
    if (lastSnapshot != null) {
      restore();
    }
  }

  @Override
  public void close() {
    server.ifPresent(S3Server::close);
  }

  @Override
  public Map<String, Long> seen() {
    Map<String, Long> seen = new LinkedHashMap<>();
    seen.put("snapshots_acknowledged", acknowledged);
    seen.put("prunes", prunes);
    seen.put("restores_compared", restored);
    seen.put("chunks_proven_last", provenChunks);
    return seen;
  }

  private void heard(String line) {
    String[] words = line.split(" ");
    if (words[0].equals("pruned")) {
      prunes++;
    } else if (words[0].equals("saved")) {
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

package io.machinenative.axiom.benchmarks.backup;

import io.machinenative.axiom.plugins.backup.create.BackupProgress;
import io.machinenative.axiom.plugins.backup.create.BackupRequest;
import io.machinenative.axiom.plugins.backup.create.BackupRun;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.keys.Secret;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.SnapshotKind;
import io.machinenative.axiom.plugins.backup.repository.Surroundings;
import io.machinenative.axiom.plugins.backup.storage.DirectoryStorage;
import io.machinenative.axiom.plugins.backup.storage.Storage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.IoUtil;

/**
 * Saves and restores one tree with each program in turn, and compares what came back with what was
 * there. The best of several rounds counts, for each step apart.
 */
public final class BackupBench {
  private static final int WARM_TURNS = 5;

  private final Path scratch;
  private final Path source;
  private final Consumer<String> progress;
  private final List<BackupProgram> programs = new ArrayList<>();
  private final Map<String, String> versions = new LinkedHashMap<>();

  /**
   * @param scratch an empty folder, which the caller removes
   * @param peer whether restic takes part
   * @throws IOException when it should and is not there
   */
  public BackupBench(Path scratch, boolean peer, Consumer<String> progress)
      throws IOException, InterruptedException {
    this.scratch = scratch;
    this.progress = progress;
    source = scratch.resolve("tree");
    programs.add(new AxiomBackup());
    if (peer) {
      programs.add(new Restic(scratch.resolve("restic-cache")));
    }
    for (BackupProgram program : programs) {
      versions.put(program.name(), program.version());
    }
  }

  /** Makes the tree; answers how many bytes it has. */
  public long makeTree(long seed, long bytes, int files) throws IOException {
    progress.accept("making a tree");
    return new BenchTree(seed).make(Files.createDirectories(source), bytes, files).bytes();
  }

  /** Measures, and answers a line for each program. */
  public List<BackupNumbers> run(int rounds) throws IOException, InterruptedException {
    Map<String, BackupNumbers> best = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (BackupProgram program : round % 2 == 0 ? programs : programs.reversed()) {
        BackupNumbers now = measure(program, round);
        best.merge(program.name(), now, BackupBench::better);
      }
    }
    return programs.stream().map(program -> best.get(program.name())).toList();
  }

  /**
   * Saves the unchanged tree with a JVM that is warm, as a server is: opens the repository with its
   * passphrase, saves, closes it. The best of a few.
   *
   * @return seconds
   */
  public double warmUnchangedSeconds() throws IOException, InterruptedException {
    progress.accept("unchanged, in a JVM that is warm");
    SecureRandom random = new SecureRandom();
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < WARM_TURNS; i++) {
      long startNs = System.nanoTime();
      Storage storage =
          new DirectoryStorage(
              scratch.resolve("axiom-repository"),
              () -> ObjectId.random(random).toString(),
              Arena::ofShared);
      try (Secret secret = new Secret.Passphrase("bench".toCharArray());
          Repository repository = Repository.open(storage, secret)) {
        Surroundings surroundings =
            new Surroundings(
                random,
                System::currentTimeMillis,
                System::nanoTime,
                Thread.ofPlatform().daemon().factory(),
                Runtime.getRuntime().availableProcessors(),
                Arena::ofShared,
                host(repository),
                ProcessHandle.current().pid());
        BackupRequest request = BackupRequest.of(List.of(source), SnapshotKind.INCREMENTAL);
        new BackupRun(repository, surroundings, request, new BackupProgress(), () -> false).run();
      }
      best = Math.min(best, (System.nanoTime() - startNs) / 1e9);
    }
    return best;
  }

  /** As the snapshots have it, so that theirs are parents. */
  private static String host(Repository repository) throws IOException {
    return repository.snapshots().getLast().host();
  }

  private static BackupNumbers better(BackupNumbers one, BackupNumbers other) {
    return new BackupNumbers(
        one.program(),
        one.version(),
        MeasuredProcess.Cost.best(one.first(), other.first()),
        MeasuredProcess.Cost.best(one.unchanged(), other.unchanged()),
        MeasuredProcess.Cost.best(one.restore(), other.restore()),
        other.repositoryBytes());
  }

  /**
   * What was restored stays until the end: for minutes after a tree was deleted ext4 is slow to
   * make files, since it takes no inode that was used just before.
   */
  private BackupNumbers measure(BackupProgram program, int round)
      throws IOException, InterruptedException {
    Path repository = scratch.resolve(program.name() + "-repository");
    Path target = scratch.resolve(program.name() + "-restored-" + round);
    IoUtil.delete(repository.toFile(), true);
    progress.accept(program.name() + " init");
    MeasuredProcess.run(program.init(repository), program.environment());
    MeasuredProcess.Cost first = run(program, "first", program.save(repository, source));
    long bytes = bytes(repository);
    MeasuredProcess.Cost unchanged = run(program, "unchanged", program.save(repository, source));
    MeasuredProcess.Cost restore = run(program, "restore", program.restore(repository, target));
    compare(program.restored(target, source));
    return new BackupNumbers(
        program.name(), versions.get(program.name()), first, unchanged, restore, bytes);
  }

  private MeasuredProcess.Cost run(BackupProgram program, String step, List<String> command)
      throws IOException, InterruptedException {
    progress.accept(program.name() + " " + step);
    return MeasuredProcess.run(command, program.environment());
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  private void compare(Path restored) throws IOException {
    progress.accept("comparing");
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path other = restored.resolve(source.relativize(file));
        boolean same =
            Files.isDirectory(file)
                ? Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                : Files.isRegularFile(other) && Files.mismatch(file, other) < 0;
        if (!same
            || !Files.getLastModifiedTime(file).equals(Files.getLastModifiedTime(other))
            || !Files.getPosixFilePermissions(file).equals(Files.getPosixFilePermissions(other))) {
          throw new IOException("expected " + other + " as " + file + ", actual another");
        }
      }
    }
  }
}

package io.machinenative.axiom.plugins.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.plugins.backup.create.BackupProgress;
import io.machinenative.axiom.plugins.backup.create.BackupRequest;
import io.machinenative.axiom.plugins.backup.format.RepositoryException;
import io.machinenative.axiom.plugins.backup.keys.Secret;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import io.machinenative.axiom.plugins.backup.repository.SnapshotKind;
import io.machinenative.axiom.plugins.backup.restore.RestoreProgress;
import io.machinenative.axiom.plugins.backup.verify.VerifyReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is saved comes back, and what is damaged is found. */
class RoundTripTest {
  private static final long SEED = 20_260_101;

  @TempDir private Path temporary;

  private BackupRig rig;
  private Path source;

  @BeforeEach
  void makeTree() throws IOException {
    rig = new BackupRig(temporary.resolve("repository"));
    source = SeededTree.make(temporary.resolve("source"), SEED);
  }

  @Test
  void bringsBackAllOfATree() throws Exception {
    Snapshot snapshot = rig.save(SnapshotKind.FULL, source);
    assertEquals(0, snapshot.totals().warnings());

    Path target = temporary.resolve("target");
    RestoreProgress progress = rig.restore(snapshot, target);

    assertEquals(List.of(), progress.messages());
    assertEquals(
        TreeListing.of(source), TreeListing.of(target.resolve("source")), () -> "seed " + SEED);
  }

  @Test
  void restoresHoles() throws Exception {
    Path target = temporary.resolve("target");
    rig.restore(rig.save(SnapshotKind.FULL, source), target, "source/sparse");

    Path sparse = target.resolve("source/sparse");
    assertEquals(-1, Files.mismatch(source.resolve("sparse"), sparse));
    long blocks = blocks(sparse);
    assertTrue(
        blocks * 512 < SeededTree.SPARSE_BYTES / 4,
        () -> "expected holes, actual " + blocks + " blocks");
  }

  private static long blocks(Path file) throws IOException, InterruptedException {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    String blocks = new String(stat.getInputStream().readAllBytes(), "UTF-8").strip();
    assertEquals(0, stat.waitFor());
    return Long.parseLong(blocks);
  }

  @Test
  void readsOnlyWhatChanged() throws Exception {
    Snapshot full = rig.save(SnapshotKind.FULL, source);
    Snapshot same = rig.save(SnapshotKind.INCREMENTAL, source);
    assertEquals(0, same.totals().readFiles());
    assertEquals(0, same.totals().storedBytes());
    assertEquals(full.totals().bytes(), same.totals().bytes());
    assertEquals(full.id(), same.parent().orElseThrow());

    Files.writeString(source.resolve("a-b/17"), "changed");
    Files.delete(source.resolve("a-b/18"));
    Files.move(source.resolve("a/deep"), source.resolve("deep"));
    Snapshot changed = rig.save(SnapshotKind.INCREMENTAL, source);
    assertEquals(same.id(), changed.parent().orElseThrow());
    assertEquals(3, changed.totals().readFiles(), "one that changed, two that moved");

    Snapshot differential = rig.save(SnapshotKind.DIFFERENTIAL, source);
    assertEquals(full.id(), differential.parent().orElseThrow());
    assertEquals(3, differential.totals().readFiles());

    Path target = temporary.resolve("target");
    rig.restore(changed, target);
    assertEquals(TreeListing.of(source), TreeListing.of(target.resolve("source")));
  }

  @Test
  void storesWhatIsEqualOnce() throws Exception {
    byte[] large = SeededTree.bytes(new SplittableRandom(SEED), 3 << 20);
    Files.write(source.resolve("one"), large);
    rig.save(SnapshotKind.FULL, source);

    byte[] shifted = new byte[large.length + 5];
    System.arraycopy(large, 0, shifted, 5, large.length);
    Files.write(source.resolve("two"), shifted);
    Snapshot second = rig.save(SnapshotKind.FULL, source);

    long newBytes = second.totals().newBytes();
    assertTrue(newBytes < 256 << 10, () -> "expected few new bytes, actual " + newBytes);
  }

  @Test
  void leavesOutWhatIsExcluded() throws Exception {
    BackupRequest request =
        new BackupRequest(
            List.of(source),
            SnapshotKind.FULL,
            List.of("tagged"),
            List.of("sparse", "a-b/1*", "**/er"),
            true,
            true,
            1);
    Snapshot snapshot = rig.save(request, new BackupProgress());
    assertEquals(List.of("tagged"), snapshot.tags());

    Path target = temporary.resolve("target");
    rig.restore(snapshot, target);
    for (String gone : List.of("sparse", "a-b/1", "a-b/19", "a/deep/er", ".hidden")) {
      assertFalse(Files.exists(target.resolve("source").resolve(gone)), gone);
    }
    assertTrue(Files.exists(target.resolve("source/a-b/2")));
  }

  @Test
  void restoresOnlyWhatIsAskedFor() throws Exception {
    Snapshot snapshot = rig.save(SnapshotKind.FULL, source);
    Path target = temporary.resolve("target");

    // A hard link whose file is not asked for, too.
    rig.restore(snapshot, target, "source/a/deep", "/source/z-hard/");

    Path restored = target.resolve("source");
    assertEquals(-1, Files.mismatch(source.resolve("z-hard"), restored.resolve("z-hard")));
    assertTrue(Files.exists(restored.resolve("a/deep/er/small")));
    assertFalse(Files.exists(restored.resolve("a/random.bin")));
    Assertions.assertThrows(
        RepositoryException.class, () -> rig.restore(snapshot, target, "source/none"));
    Assertions.assertThrows(
        IllegalArgumentException.class, () -> rig.restore(snapshot, target, "source/../../x"));
  }

  @Test
  void findsEveryFlippedBitOfAPack() throws Exception {
    rig.save(SnapshotKind.FULL, source);
    assertTrue(rig.verify(true).isSound());
    SplittableRandom random = new SplittableRandom(SEED);
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("packs", "index", "snapshots")) {
      try (Stream<Path> found = Files.walk(rig.folder().resolve(folder))) {
        found.filter(Files::isRegularFile).forEach(files::add);
      }
    }
    for (Path file : files) {
      byte[] good = Files.readAllBytes(file);
      int[] places = {
        0,
        9,
        12,
        20,
        33,
        good.length / 2,
        good.length - 1,
        good.length - 12,
        random.nextInt(good.length)
      };
      for (int place : places) {
        byte[] bad = good.clone();
        bad[place] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bad);
        VerifyReport report = rig.verify(true);
        String name = file.getFileName().toString();
        assertTrue(
            report.problems().stream().anyMatch(problem -> problem.contains(name)),
            () -> "seed %d, byte %d of %s: %s".formatted(SEED, place, file, report.problems()));
      }
      Files.write(file, good);
    }
    assertTrue(rig.verify(true).isSound());
  }

  @Test
  void namesWhatIsMissing() throws Exception {
    rig.save(SnapshotKind.FULL, source);
    Path pack;
    try (Stream<Path> found = Files.walk(rig.folder().resolve("packs"))) {
      pack = found.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    Files.delete(pack);

    VerifyReport report = rig.verify(false);

    assertTrue(
        report.problems().stream().anyMatch(p -> p.contains(pack.getFileName().toString())),
        () -> report.problems().toString());
  }

  @Test
  void opensWithItsSecretAlone() {
    try (Secret wrong = new Secret.Passphrase("another".toCharArray())) {
      RepositoryException refused =
          Assertions.assertThrows(
              RepositoryException.class, () -> Repository.open(rig.storage(), wrong));
      assertTrue(refused.getMessage().contains("opens none"), refused::getMessage);
    }
    try (Secret file = new Secret.KeyBytes(new byte[32])) {
      Assertions.assertThrows(
          RepositoryException.class, () -> Repository.open(rig.storage(), file));
    }
  }

  @Test
  void usesPacksThatADeadRunLeft() throws Exception {
    rig.save(SnapshotKind.FULL, source);
    // As if it had died before it wrote what is in the packs.
    for (String folder : List.of("index", "snapshots")) {
      try (Stream<Path> found = Files.list(rig.folder().resolve(folder))) {
        for (Path file : found.toList()) {
          Files.delete(file);
        }
      }
    }
    Snapshot again = rig.save(SnapshotKind.INCREMENTAL, source);
    assertEquals(0, again.totals().newChunks());
    assertTrue(rig.verify(true).isSound());
  }
}

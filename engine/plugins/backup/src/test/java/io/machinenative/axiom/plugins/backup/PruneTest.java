package io.machinenative.axiom.plugins.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.format.RepositoryException;
import io.machinenative.axiom.plugins.backup.prune.PruneReport;
import io.machinenative.axiom.plugins.backup.prune.PruneRequest;
import io.machinenative.axiom.plugins.backup.prune.PruneRun;
import io.machinenative.axiom.plugins.backup.prune.Retention;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.RepositoryLock;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import io.machinenative.axiom.plugins.backup.repository.SnapshotKind;
import io.machinenative.axiom.plugins.backup.repository.SnapshotTotals;
import io.machinenative.axiom.plugins.backup.repository.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may go goes, and nothing else. */
class PruneTest {
  private static final long SEED = 31;
  private static final Retention LAST = new Retention(1, 0, 0, 0, 0, 0, List.of());

  @TempDir private Path temporary;

  private static PruneReport prune(BackupRig rig, Retention retention, boolean dryRun)
      throws IOException {
    return prune(rig, retention, PruneRequest.DEFAULT_WASTE_PERCENT, dryRun);
  }

  private static PruneReport prune(
      BackupRig rig, Retention retention, int wastePercent, boolean dryRun) throws IOException {
    try (Repository repository = rig.open()) {
      PruneRequest request =
          new PruneRequest(Optional.ofNullable(retention), ZoneOffset.UTC, wastePercent, dryRun);
      return new PruneRun(repository, rig.surroundings(), request, () -> false).run();
    }
  }

  @Test
  void keepsWhatIsNeeded() throws Exception {
    BackupRig rig = new BackupRig(temporary.resolve("repository"));
    Path source = SeededTree.make(temporary.resolve("source"), SEED);
    SplittableRandom random = new SplittableRandom(~SEED);
    for (int i = 0; i < 6; i++) {
      // Each keeps a part of the one before, so that packs become waste in part.
      Files.write(source.resolve("large-" + i % 3), SeededTree.bytes(random, 900_000));
      rig.save(SnapshotKind.INCREMENTAL, source);
    }
    Snapshot last = rig.save(SnapshotKind.INCREMENTAL, source);

    PruneReport foreseen = prune(rig, LAST, true);
    assertEquals(6, foreseen.removed().size());
    assertTrue(rig.verify(true).isSound());
    PruneReport done = prune(rig, LAST, false);
    assertEquals(1, done.keptSnapshots());
    assertTrue(done.freedBytes() > 2_500_000, () -> done.freedBytes() + " bytes freed");

    assertTrue(rig.verify(true).isSound(), () -> "" + problems(rig));
    Path target = temporary.resolve("target");
    assertEquals(List.of(), rig.restore(last, target).messages());
    assertEquals(TreeListing.of(source), TreeListing.of(target.resolve("source")));
    prune(rig, null, 0, false); // also what lies in packs that are hardly waste
    assertEquals(0, prune(rig, null, false).unusedChunks());
    assertTrue(rig.verify(true).isSound(), () -> "" + problems(rig));
    assertEquals(0, rig.save(SnapshotKind.FULL, source).totals().newChunks());
  }

  private static List<String> problems(BackupRig rig) {
    try {
      return rig.verify(true).problems();
    } catch (IOException | InterruptedException e) {
      return List.of(e.toString());
    }
  }

  @Test
  void removesNothingFromADamagedRepository() throws Exception {
    BackupRig rig = new BackupRig(temporary.resolve("repository"));
    Path source = SeededTree.make(temporary.resolve("source"), SEED);
    rig.save(SnapshotKind.FULL, source);
    try (var files = Files.list(rig.folder().resolve("index"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    try (var files = Files.walk(rig.folder().resolve("packs"))) {
      Files.delete(files.filter(Files::isRegularFile).findFirst().orElseThrow());
    }
    assertThrows(RepositoryException.class, () -> prune(rig, LAST, false));
  }

  @Test
  void writersExcludePrunes() throws Exception {
    BackupRig rig = new BackupRig(temporary.resolve("repository"));
    Surroundings now = rig.surroundings();
    try (Repository repository = rig.open()) {
      try (RepositoryLock one = RepositoryLock.acquire(repository, now, false);
          RepositoryLock two = RepositoryLock.acquire(repository, now, false)) {
        assertThrows(
            RepositoryException.class, () -> RepositoryLock.acquire(repository, now, true));
        one.requireHeld();
        two.requireHeld();
      }
      try (RepositoryLock prunes = RepositoryLock.acquire(repository, now, true)) {
        assertThrows(
            RepositoryException.class, () -> RepositoryLock.acquire(repository, now, false));
        assertThrows(
            RepositoryException.class, () -> RepositoryLock.acquire(repository, now, true));
        prunes.requireHeld();
      }
      RepositoryLock.acquire(repository, now, true).close();
    }
  }

  @Test
  void locksOfTheDeadDoNotCount() throws Exception {
    BackupRig rig = new BackupRig(temporary.resolve("repository"));
    try (Repository repository = rig.open()) {
      Surroundings here = rig.surroundings();
      // A clock that stood still ten minutes ago: its lease ran out.
      long then = here.epochMs().getAsLong() - 600_000;
      Surroundings past =
          new Surroundings(
              here.random(),
              () -> then,
              here.nanos(),
              here.threads(),
              1,
              here.memory(),
              "elsewhere",
              1);
      RepositoryLock dead = RepositoryLock.acquire(repository, past, true);
      prune(rig, LAST, false);
      assertThrows(RepositoryException.class, dead::requireHeld);
      dead.close();
    }
  }

  @Test
  void keepsByAge() {
    List<Snapshot> snapshots = new ArrayList<>();
    Instant start = Instant.parse("2025-01-01T00:30:00Z");
    for (int hours = 0; hours < 24 * 400; hours += 6) {
      snapshots.add(at(start.plusSeconds(hours * 3600L), hours));
    }
    Retention rule = new Retention(2, 0, 7, 4, 6, 2, List.of("tag-0"));
    List<Snapshot> expired = rule.expired(snapshots, ZoneOffset.UTC);
    List<Snapshot> kept = new ArrayList<>(snapshots);
    kept.removeAll(expired);
    // Of 2026-02-04: 2 last, 7 days; weeks 3, 4 and 5 end on their Sundays, months at their ends.
    List<String> times =
        kept.stream().map(s -> Instant.ofEpochMilli(s.timeMs()).toString()).toList();
    assertEquals(
        List.of(
            "2025-01-01T00:30:00Z",
            "2025-09-30T18:30:00Z",
            "2025-10-31T18:30:00Z",
            "2025-11-30T18:30:00Z",
            "2025-12-31T18:30:00Z",
            "2026-01-18T18:30:00Z",
            "2026-01-25T18:30:00Z",
            "2026-01-29T18:30:00Z",
            "2026-01-30T18:30:00Z",
            "2026-01-31T18:30:00Z",
            "2026-02-01T18:30:00Z",
            "2026-02-02T18:30:00Z",
            "2026-02-03T18:30:00Z",
            "2026-02-04T12:30:00Z",
            "2026-02-04T18:30:00Z"),
        times);
    assertThrows(IllegalArgumentException.class, () -> new Retention(0, 0, 0, 0, 0, 0, List.of()));
  }

  private static Snapshot at(Instant time, int number) {
    return new Snapshot(
        new ObjectId(0, number),
        time.toEpochMilli(),
        SnapshotKind.FULL,
        Optional.empty(),
        "host",
        List.of("/source"),
        List.of("tag-" + number),
        new SnapshotTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        List.of());
  }
}

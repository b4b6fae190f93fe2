package io.machinenative.axiom.plugins.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import io.machinenative.axiom.plugins.backup.repository.SnapshotKind;
import io.machinenative.axiom.plugins.backup.restore.RestoreProgress;
import io.machinenative.axiom.plugins.backup.restore.RestoreRequest;
import io.machinenative.axiom.plugins.backup.restore.RestoreRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restoring to where something is. */
class RestoreOverTest {
  @TempDir private Path temporary;

  private BackupRig rig;
  private Path source;
  private Path restored;
  private Snapshot snapshot;

  @BeforeEach
  void save() throws Exception {
    rig = new BackupRig(temporary.resolve("repository"));
    source = SeededTree.make(temporary.resolve("source"), 3);
    snapshot = rig.save(SnapshotKind.FULL, source);
    restored = Files.createDirectories(temporary.resolve("target/source/a-b")).getParent();
  }

  private RestoreProgress restore(boolean keepExisting) throws Exception {
    RestoreProgress progress = new RestoreProgress();
    try (Repository repository = rig.open()) {
      RestoreRequest request =
          new RestoreRequest(snapshot, temporary.resolve("target"), List.of(), keepExisting);
      new RestoreRun(repository, rig.surroundings(), request, progress, () -> false).run();
    }
    return progress;
  }

  @Test
  void replacesFilesAndNotWhatTheirLinksName() throws Exception {
    Path outside = Files.writeString(temporary.resolve("outside"), "mine");
    Files.createDirectories(restored.resolve("a"));
    Files.createSymbolicLink(restored.resolve("a/random.bin"), outside);
    Files.createLink(restored.resolve("a-b/1"), outside);
    Files.writeString(restored.resolve("a-b/2"), "old");

    assertEquals(List.of(), restore(false).messages());

    assertEquals("mine", Files.readString(outside));
    assertFalse(Files.isSymbolicLink(restored.resolve("a/random.bin")));
    assertEquals(TreeListing.of(source), TreeListing.of(restored));
  }

  @Test
  void keepsWhatIsThere() throws Exception {
    Files.writeString(restored.resolve("a-b/2"), "old");
    Files.createSymbolicLink(restored.resolve("a-b/3"), Path.of("nowhere"));

    RestoreProgress progress = restore(true);

    assertEquals(2, progress.skippedFiles());
    assertEquals("old", Files.readString(restored.resolve("a-b/2")));
    assertTrue(Files.isSymbolicLink(restored.resolve("a-b/3")));
    assertEquals(-1, Files.mismatch(source.resolve("a-b/4"), restored.resolve("a-b/4")));
  }

  @Test
  void leavesNothingAsideOfWhatCouldNotBePut() throws Exception {
    Files.createDirectories(restored.resolve("a/random.bin/full"));

    RestoreProgress progress = restore(false);

    assertTrue(progress.failures() > 0, () -> progress.messages().toString());
    assertTrue(Files.isDirectory(restored.resolve("a/random.bin/full"), LinkOption.NOFOLLOW_LINKS));
    assertEquals(-1, Files.mismatch(source.resolve("a-b/4"), restored.resolve("a-b/4")));
    assertEquals(List.of(), aside());
  }

  @Test
  void namesWhatIsDamagedAndBringsBackTheRest() throws Exception {
    Path pack = largestPack();
    byte[] bytes = Files.readAllBytes(pack);
    bytes[100] ^= 1;
    Files.write(pack, bytes);

    RestoreProgress progress = restore(false);

    assertTrue(
        progress.messages().stream().anyMatch(m -> m.contains(pack.getFileName().toString())),
        () -> progress.messages().toString());
    assertTrue(progress.failures() > 0);
    assertTrue(progress.files() > 0);
    assertEquals(List.of(), aside());
  }

  /** One with content of files. */
  private Path largestPack() throws IOException {
    try (Stream<Path> packs = Files.walk(rig.folder().resolve("packs"))) {
      return packs
          .filter(Files::isRegularFile)
          .max(Comparator.comparingLong(pack -> pack.toFile().length()))
          .orElseThrow();
    }
  }

  private List<Path> aside() throws IOException {
    try (Stream<Path> files = Files.walk(temporary.resolve("target"))) {
      return files.filter(f -> f.getFileName().toString().startsWith(".axiom-restore")).toList();
    }
  }
}

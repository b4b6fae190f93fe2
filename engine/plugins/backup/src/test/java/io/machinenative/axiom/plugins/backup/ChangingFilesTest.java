package io.machinenative.axiom.plugins.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.plugins.backup.create.BackupProgress;
import io.machinenative.axiom.plugins.backup.create.BackupRequest;
import io.machinenative.axiom.plugins.backup.create.BackupRun;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import io.machinenative.axiom.plugins.backup.repository.SnapshotKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that change or go while they are read. What changes them is asked in between by readers.
 */
class ChangingFilesTest {
  @TempDir private Path temporary;

  private BackupRig rig;
  private Path source;
  private Path file;

  @BeforeEach
  void makeFile() throws IOException {
    rig = new BackupRig(temporary.resolve("repository"));
    source = Files.createDirectories(temporary.resolve("source"));
    file = Files.writeString(source.resolve("log"), "line\n".repeat(1000));
  }

  private Snapshot save(BackupProgress progress, Runnable whileRead) throws Exception {
    try (Repository repository = rig.open()) {
      BackupRequest request = BackupRequest.of(List.of(source), SnapshotKind.FULL);
      return new BackupRun(
              repository,
              rig.surroundings(),
              request,
              progress,
              () -> {
                if (Thread.currentThread().getName().startsWith("test-backup-")) {
                  whileRead.run();
                }
                return false;
              })
          .run();
    }
  }

  private void append() {
    try {
      Files.writeString(file, "more\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFileThatChangedOnceIsReadAgain() throws Exception {
    AtomicBoolean changed = new AtomicBoolean();
    BackupProgress progress = new BackupProgress();
    Snapshot snapshot =
        save(
            progress,
            () -> {
              if (!changed.getAndSet(true)) {
                append();
              }
            });

    assertEquals(List.of(), progress.warnings());
    rig.restore(snapshot, temporary.resolve("target"));
    assertEquals(-1, Files.mismatch(file, temporary.resolve("target/source/log")));
  }

  @Test
  void aFileThatKeepsChangingIsKeptWithAWarning() throws Exception {
    BackupProgress progress = new BackupProgress();
    Snapshot snapshot = save(progress, this::append);

    assertEquals(1, progress.warningCount(), () -> progress.warnings().toString());
    assertTrue(progress.warnings().getFirst().contains("changed while it was read, 3 times"));
    assertEquals(1, snapshot.totals().warnings());
    rig.restore(snapshot, temporary.resolve("target"));
    String back = Files.readString(temporary.resolve("target/source/log"));
    assertTrue(Files.readString(file).startsWith(back), "a state that the file had");
    assertTrue(back.length() > 5000, "what was read last");
    assertTrue(rig.verify(true).isSound());
  }

  @Test
  void aFileThatGoesIsLeftOut() throws Exception {
    Files.writeString(source.resolve("stays"), "here");
    BackupProgress progress = new BackupProgress();
    Snapshot snapshot =
        save(
            progress,
            () -> {
              try {
                Files.deleteIfExists(file);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });

    assertEquals(1, progress.warningCount(), () -> progress.warnings().toString());
    assertTrue(progress.warnings().getFirst().contains("log"));
    rig.restore(snapshot, temporary.resolve("target"));
    assertEquals("here", Files.readString(temporary.resolve("target/source/stays")));
    assertTrue(Files.notExists(temporary.resolve("target/source/log")));
  }
}

package io.machinenative.axiom.testkit.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of {@code axiom fuzz backup}. */
class BackupKillerTest {
  private static final long SEED = 20_260_102;
  private static final int KILLS = 4;

  @Test
  void losesNothing(@TempDir Path folder) {
    BackupKillReport report = new BackupKiller(SEED, folder).run(KILLS, kill -> {});
    assertEquals(KILLS, report.kills());
    assertTrue(report.provenChunks() >= 0, report::toString);
  }
}

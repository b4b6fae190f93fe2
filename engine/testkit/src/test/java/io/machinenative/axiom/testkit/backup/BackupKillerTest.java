package io.machinenative.axiom.testkit.backup;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.testkit.kill.KillReport;
import io.machinenative.axiom.testkit.kill.Kills;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of {@code axiom fuzz backup}. */
class BackupKillerTest {
  private static final long SEED = 20_260_102;
  private static final int KILLS = 2;

  @Test
  void losesNothing(@TempDir Path folder) throws IOException {
    BackupKiller killer = new BackupKiller(SEED, folder);
    KillReport report = Kills.run(killer, SEED, folder, KILLS, kill -> {});
    assertTrue(report.seen().get("chunks_proven_last") > 0, report::toString);
  }
}

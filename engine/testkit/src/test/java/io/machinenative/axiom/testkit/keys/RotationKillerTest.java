package io.machinenative.axiom.testkit.keys;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.testkit.kill.KillReport;
import io.machinenative.axiom.testkit.kill.Kills;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of {@code axiom fuzz rotation}. */
class RotationKillerTest {
  private static final long SEED = 20_261_120;
  private static final int KILLS = 2;

  @Test
  void losesNothing(@TempDir Path folder) {
    RotationKiller killer = new RotationKiller(SEED, folder);
    KillReport report = Kills.run(killer, SEED, folder, KILLS, kill -> {});
    assertTrue(
        report.seen().get("containers") + report.seen().get("rotations") > 0, report::toString);
  }
}

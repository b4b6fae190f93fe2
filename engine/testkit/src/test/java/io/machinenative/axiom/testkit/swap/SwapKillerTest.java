package io.machinenative.axiom.testkit.swap;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.testkit.kill.KillReport;
import io.machinenative.axiom.testkit.kill.Kills;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of {@code axiom fuzz swap}. */
class SwapKillerTest {
  private static final long SEED = 20_261_122;
  private static final int KILLS = 2;

  @Test
  void losesNothing(@TempDir Path folder) {
    KillReport report = Kills.run(new SwapKiller(SEED, folder), SEED, folder, KILLS, kill -> {});
    assertTrue(report.seen().get("changes") > 0, report::toString);
  }
}

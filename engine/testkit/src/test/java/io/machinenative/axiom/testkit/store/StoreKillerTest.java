package io.machinenative.axiom.testkit.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.testkit.kill.KillReport;
import io.machinenative.axiom.testkit.kill.Kills;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store outlives its writer, wherever that is killed. */
class StoreKillerTest {
  private static final int KILLS = 5;
  private static final long SEED = 4L;

  @TempDir Path directory;

  @Test
  void losesNothingThatWasAcknowledged() {
    StoreKiller killer = new StoreKiller(SEED, directory);
    KillReport report = Kills.run(killer, SEED, directory, KILLS, kill -> {});
    assertTrue(report.seen().get("changes") > 0, report::toString);
  }
}

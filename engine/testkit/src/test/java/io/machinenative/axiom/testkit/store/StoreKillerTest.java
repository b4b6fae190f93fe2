package io.machinenative.axiom.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store outlives its writer, wherever that is killed. */
class StoreKillerTest {
  private static final int KILLS = 10;
  private static final long SEED = 4L;

  @TempDir Path directory;

  @Test
  void losesNothingThatWasAcknowledged() {
    StoreKillReport report = new StoreKiller(SEED, directory).run(KILLS, kill -> {});
    assertEquals(KILLS, report.kills());
    assertTrue(report.revision() > 0, "expected changes, actual none: " + report);
  }
}

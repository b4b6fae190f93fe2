package io.machinenative.axiom.testkit.tasks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.testkit.kill.KillReport;
import io.machinenative.axiom.testkit.kill.Kills;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of {@code axiom fuzz tasks}. */
class TaskKillerTest {
  private static final long SEED = 20_261_122;
  private static final int KILLS = 2;

  @Test
  void losesNothing(@TempDir Path folder) {
    KillReport report = Kills.run(new TaskKiller(SEED, folder), SEED, folder, KILLS, kill -> {});
    assertTrue(report.seen().get("tasks_begun") > 0, report::toString);
    assertTrue(report.seen().get("tasks_seen_to_end") > 0, report::toString);
  }
}

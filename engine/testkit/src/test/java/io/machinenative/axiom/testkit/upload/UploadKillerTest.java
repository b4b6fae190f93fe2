package io.machinenative.axiom.testkit.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.machinenative.axiom.plugins.s3.server.S3Server;
import io.machinenative.axiom.testkit.kill.KillReport;
import io.machinenative.axiom.testkit.kill.Kills;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of {@code axiom fuzz upload}. */
class UploadKillerTest {
  private static final long SEED = 20_261_124;
  private static final int KILLS = 1;

  @Test
  void leavesNothingHalf(@TempDir Path folder) throws Exception {
    assumeTrue(S3Server.missing().isEmpty(), S3Server::missing);
    UploadKiller killer = new UploadKiller(SEED, folder.toRealPath());
    KillReport report = Kills.run(killer, SEED, folder, KILLS, kill -> {});
    assertEquals(KILLS, report.kills());
  }
}

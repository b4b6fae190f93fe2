package io.machinenative.axiom.testkit.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.machinenative.axiom.plugins.s3.server.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of {@code axiom fuzz pipelines}. */
class ChainFuzzerTest {
  private static final long SEED = 20_261_123;
  private static final int DAMAGES = 12;

  @Test
  void whatIsSavedComesBackAndWhatIsAlteredDoesNot(@TempDir Path folder) throws Exception {
    assumeTrue(S3Server.missing().isEmpty(), S3Server::missing);
    ChainReport report =
        new ChainFuzzer(SEED, folder.toRealPath(), step -> {}).run(120, 2_000_000, DAMAGES);
    assertEquals(DAMAGES, report.damages());
  }
}

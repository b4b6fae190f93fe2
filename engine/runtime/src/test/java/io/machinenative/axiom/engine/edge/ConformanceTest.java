package io.machinenative.axiom.engine.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The official conformance suite of MCP, where Node.js and the suite can be had. */
class ConformanceTest {
  private static final int CANNOT_BE_HAD = 75;
  private static final long LIMIT_S = 120;

  @Test
  void everyRequiredScenarioPasses() throws IOException, InterruptedException {
    Path script = script();
    try (EdgeRig rig = EdgeRig.usual()) {
      int port = URI.create(rig.engine().addresses().getFirst()).getPort();
      Path log = Files.createTempFile("mcp-conformance-", ".log");
      Process suite =
          new ProcessBuilder(List.of(script.toString(), "http://localhost:" + port + "/mcp"))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean ended = suite.waitFor(LIMIT_S, TimeUnit.SECONDS);
      suite.destroyForcibly();
      String said = Files.readString(log, StandardCharsets.UTF_8);
      Files.delete(log);
      assertTrue(ended, () -> "the suite does not end; it said: " + said);
      assumeTrue(suite.exitValue() != CANNOT_BE_HAD, () -> "the suite cannot be had: " + said);
      assertEquals(0, suite.exitValue(), said);
      assertEquals(List.of(), rig.engine().errors());
    }
  }

  private static Path script() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("engine/samples/mcp-conformance"))) {
      folder = folder.getParent();
    }
    return folder.resolve("engine/samples/mcp-conformance");
  }
}

package io.machinenative.axiom.engine.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The official conformance suite of MCP, where Node.js and the suite can be had. */
class ConformanceTest {
  @Test
  void everyScenarioPasses() throws IOException, InterruptedException {
    try (EdgeRig rig = EdgeRig.usual()) {
      int port = URI.create(rig.engine().addresses().getFirst()).getPort();
      SampleScript.run("mcp-conformance", List.of("http://localhost:" + port + "/mcp"));
      assertEquals(List.of(), rig.engine().errors());
    }
  }
}

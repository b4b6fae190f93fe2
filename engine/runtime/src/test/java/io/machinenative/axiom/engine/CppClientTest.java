package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.codec.sample.CppClientChecks;
import io.machinenative.axiom.codec.sample.CppSample;
import io.machinenative.axiom.engine.base.Mount;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client in another language, written from the protocol's page, against the real engine. */
class CppClientTest {
  @Test
  void sampleCallsTheEngine() {
    Path root = Path.of(System.getProperty("axiom.root"));
    CppSample sample = CppSample.build(root, root.resolve("codecs/target/cpp-sample"));
    try (EngineRig rig = new EngineRig(Mount.SHARED, List.of(Carrier.TCP), builder -> builder)) {
      URI address = URI.create(rig.address(Carrier.TCP));
      CppClientChecks.all(sample, address.getHost(), address.getPort());
      rig.awaitQuiet();
      assertEquals(0, rig.counter("protocol-errors") + rig.counter("frames-malformed"));
    }
  }
}

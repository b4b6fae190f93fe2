package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.ClientBuilder;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.transport.aeron.DriverDirectory;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Engine, media driver and client on the thread of the test: a waiting client steps the engine. */
class OneThreadTest {
  @ParameterizedTest
  @EnumSource(Carrier.class)
  void servesWithoutAnyThread(Carrier carrier) {
    Path directory = DriverDirectory.createPrivate();
    try (Engine engine =
        Engine.builder()
            .mount(Mount.INVOKER)
            .plugin(new CoreToolsPlugin())
            .aeronDirectory(directory)
            .listen(carrier.listen())
            .start()) {
      ClientBuilder builder =
          AxiomClient.builder()
              .mount(Mount.INVOKER)
              .aeronDirectory(directory)
              .idleStrategy(new Stepping(engine));
      String address = engine.addresses().getFirst();
      try (AxiomClient client =
          (carrier == Carrier.INPROC ? builder.inproc(engine.inproc()) : builder.at(address))
              .connect()) {
        for (int length : List.of(0, 100, 100_000, 3_000_000)) {
          byte[] payload = Payloads.random(length, length);
          assertArrayEquals(
              payload,
              client.call("core.echo", ContentType.BINARY, payload, Caller.patiently()).bytes());
        }
        String answer = client.callJson("core.hash", "{\"text\":\"\"}", Caller.patiently());
        assertEquals(true, answer.contains("e3b0c442"), answer);
      }
      assertEquals(List.of(), engine.errors());
      assertEquals(0, engine.buffersLent());
    }
  }

  /** Idles by stepping an engine. */
  private record Stepping(Engine engine) implements IdleStrategy {
    @Override
    public void idle(int workCount) {
      engine.doWork();
    }

    @Override
    public void idle() {
      engine.doWork();
    }

    @Override
    public void reset() {}
  }
}

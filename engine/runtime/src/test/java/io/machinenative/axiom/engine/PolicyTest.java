package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.config.ConfigReader;
import io.machinenative.axiom.engine.port.Authenticator;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What is granted changes while sessions are open. */
class PolicyTest {
  private static EngineLimits limits(String yaml) {
    return ConfigReader.parse("limits: {" + yaml + "}", "test").limits();
  }

  private static AxiomClient connect(Engine engine) {
    return AxiomClient.builder().name("test").inproc(engine.inproc()).connect();
  }

  @Test
  void newSessionsGoByTheNewPolicy() {
    try (Engine engine = Engine.builder().listen("inproc:policy").start();
        AxiomClient early = connect(engine)) {
      long epoch = engine.grant(limits("sessions: 1"), Authenticator.NONE).join();
      CallException full = assertThrows(CallException.class, () -> connect(engine));
      assertEquals(Status.SESSION_LIMIT, full.status());
      Authenticator nobody = (name, credentials, offset, length) -> false;
      assertEquals(epoch + 1, engine.grant(limits("sessions: 2"), nobody).join());
      CallException locked = assertThrows(CallException.class, () -> connect(engine));
      assertEquals(Status.UNAUTHENTICATED, locked.status());
      engine.grant(limits("sessions: 2"), Authenticator.NONE).join();
      connect(engine).close();
      CompletionException fixed =
          assertThrows(
              CompletionException.class,
              () -> engine.grant(limits("slots: 7"), Authenticator.NONE).join());
      assertInstanceOf(IllegalArgumentException.class, fixed.getCause());
    }
  }
}

package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.machinenative.axiom.api.Verdict;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.access.ProtectedResource;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.config.ConfigReader;
import io.machinenative.axiom.engine.control.Access;
import io.machinenative.axiom.engine.identity.AuditLog;
import io.machinenative.axiom.engine.identity.Doorkeeper;
import java.util.List;
import java.util.Optional;
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
      long epoch = engine.grant(limits("sessions: 1"), Access.open()).join();
      CallException full = assertThrows(CallException.class, () -> connect(engine));
      assertEquals(Status.SESSION_LIMIT, full.status());
      Access nobody =
          new Access(
              new Doorkeeper(
                  List.of((credential, nowMs) -> Verdict.UNKNOWN),
                  false,
                  ProtectedResource.NONE,
                  System::currentTimeMillis,
                  new AuditLog(
                      Optional.empty(), System::currentTimeMillis, Throwable::printStackTrace),
                  null),
              Guard.OPEN);
      assertEquals(epoch + 1, engine.grant(limits("sessions: 2"), nobody).join());
      CallException locked = assertThrows(CallException.class, () -> connect(engine));
      assertEquals(Status.UNAUTHENTICATED, locked.status());
      engine.grant(limits("sessions: 2"), Access.open()).join();
      connect(engine).close();
      CompletionException fixed =
          assertThrows(
              CompletionException.class,
              () -> engine.grant(limits("slots: 7"), Access.open()).join());
      assertInstanceOf(IllegalArgumentException.class, fixed.getCause());
    }
  }
}

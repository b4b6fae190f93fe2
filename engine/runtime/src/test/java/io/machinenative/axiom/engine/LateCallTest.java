package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.client.Reply;
import io.machinenative.axiom.client.SessionConfig;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.base.Mount;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call that waits in its lane beyond its deadline is not started, and told so by the server. */
class LateCallTest {
  /** The server's word is to come, not the client's own. */
  private static final SessionConfig PATIENT =
      new SessionConfig(
          "e2e",
          new byte[0],
          0,
          0,
          0,
          SessionConfig.DEFAULT_CONNECT_TIMEOUT_NS,
          TimeUnit.SECONDS.toNanos(30));

  private final TestTools tools = new TestTools();

  @ParameterizedTest
  @EnumSource(Carrier.class)
  void doesNotStartWhatIsLate(Carrier carrier) {
    CallOptions hurried = new CallOptions().deadlineNs(TimeUnit.MILLISECONDS.toNanos(30));
    try (EngineRig rig =
            new EngineRig(
                Mount.SHARED,
                List.of(carrier),
                builder -> {
                  tools.all().forEach(builder::tool);
                  return builder;
                });
        Caller caller = connect(rig, carrier)) {
      AxiomClient client = caller.client();
      CompletableFuture<Reply> atTheGate =
          client.callAsync("test.gate", ContentType.BINARY, new byte[0], Caller.patiently());
      Await.until("a call at the gate", () -> tools.waiting() == 1);
      byte[] operands = "{\"left\":1,\"right\":2}".getBytes(StandardCharsets.UTF_8);
      CompletableFuture<Reply> late =
          client.callAsync("test.add", ContentType.JSON, operands, hurried);
      assertEquals(Status.DEADLINE_EXPIRED, caller.failure(late));
      tools.open(1);
      assertEquals(0, caller.await(atTheGate).bytes().length);
    }
  }

  private static Caller connect(EngineRig rig, Carrier carrier) {
    AxiomClient client = rig.client(carrier, Mount.DEDICATED).session(PATIENT).connect();
    return new Caller(client, Mount.DEDICATED);
  }
}

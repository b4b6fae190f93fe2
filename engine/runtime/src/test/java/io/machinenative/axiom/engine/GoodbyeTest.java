package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.client.ClientCounters;
import io.machinenative.axiom.client.ClientSession;
import io.machinenative.axiom.client.ReplyHandler;
import io.machinenative.axiom.client.SessionConfig;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that says goodbye while a long request is still on its way gets its answer. */
class GoodbyeTest {
  private static final int PAYLOAD_BYTES = 6_000_000;

  private final List<byte[]> replies = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(Carrier.class)
  void aLongRequestIsFinishedFirst(Carrier carrier) {
    byte[] payload = Payloads.random(PAYLOAD_BYTES, 1);
    SessionConfig config = SessionConfig.defaults("e2e");
    try (EngineRig rig = new EngineRig(Mount.SHARED, List.of(carrier), builder -> builder);
        BufferPool pool = config.newBufferPool()) {
      ClientSession session =
          new ClientSession(
              rig.link(carrier), config, pool, SystemNanoClock.INSTANCE, new ClientCounters(), 0);
      Await.until(session::closeReason, session::isOpen, session::doWork);
      long id =
          session.send(
              ToolId.of("core.echo"),
              ContentType.BINARY,
              new UnsafeBuffer(payload),
              0,
              payload.length,
              new CallOptions(),
              new Answers(),
              0);
      assertTrue(id > 0, () -> "sent with " + id);
      session.goodbye(Await.LIMIT_NS);
      Await.until(
          () -> "the session's end",
          () -> session.state() == ClientSession.State.CLOSED,
          session::doWork);
      assertEquals(List.of(), failures);
      assertEquals(1, replies.size());
      assertArrayEquals(payload, replies.getFirst());
      assertEquals(Status.SHUTDOWN, session.closeStatus());
      assertEquals(0, rig.counter("frames-malformed") + rig.counter("protocol-errors"));
    }
  }

  /** Keeps what comes. */
  private final class Answers implements ReplyHandler {
    @Override
    public void onResult(
        long token, ContentType contentType, DirectBuffer buffer, int offset, int length) {
      byte[] reply = new byte[length];
      buffer.getBytes(offset, reply);
      replies.add(reply);
    }

    @Override
    public void onError(
        long token, int status, int retryAfterMs, DirectBuffer message, int offset, int length) {
      failures.add(Status.get(status) + " " + message.getStringWithoutLengthUtf8(offset, length));
    }
  }
}

package io.machinenative.axiom.engine;

import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.client.ClientCounters;
import io.machinenative.axiom.client.ClientSession;
import io.machinenative.axiom.client.ReplyHandler;
import io.machinenative.axiom.client.SessionConfig;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.Link;
import java.util.function.IntSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A session that calls {@code core.echo} and compares, without allocating. Owned by the thread of
 * the test, which steps it, and whatever else it is told to.
 */
final class EchoSession implements ReplyHandler, AutoCloseable {
  private static final int ECHO = ToolId.of("core.echo");
  private static final int PAYLOAD_BYTES = 64;

  private final BufferPool pool;
  private final ClientSession session;
  private final IntSupplier others;
  private final UnsafeBuffer payload = new UnsafeBuffer(new byte[PAYLOAD_BYTES]);
  private final CallOptions options = Caller.patiently();
  private long sent;
  private long verified;
  private String failure;

  /**
   * @param others steps what has no thread, and answers how much was done
   */
  EchoSession(Link link, IntSupplier others) {
    this.others = others;
    SessionConfig config = SessionConfig.defaults("echo");
    pool = config.newBufferPool();
    session =
        new ClientSession(link, config, pool, SystemNanoClock.INSTANCE, new ClientCounters(), 0);
    Await.until(session::closeReason, session::isOpen, this::step);
  }

  private void step() {
    if (session.doWork() + others.getAsInt() == 0) {
      Thread.yield();
    }
  }

  /**
   * Makes calls and waits for all answers.
   *
   * @param window calls in flight at most
   */
  void call(int calls, int window) {
    long end = sent + calls;
    long startNs = System.nanoTime();
    while (verified < end && failure == null) {
      while (sent < end && sent - verified < window && sendNext()) {
        sent++;
      }
      step();
      if (session.closeReason().length() > 0 || System.nanoTime() - startNs > Await.LIMIT_NS) {
        throw new AssertionError(
            "expected " + end + " echoes, got " + verified + ": " + session.closeReason());
      }
    }
    if (failure != null) {
      throw new AssertionError(failure);
    }
  }

  private boolean sendNext() {
    payload.putLong(0, sent);
    return session.send(ECHO, ContentType.BINARY, payload, 0, PAYLOAD_BYTES, options, this, sent)
        > 0;
  }

  /** Answers that were right. */
  long verified() {
    return verified;
  }

  @Override
  public void onResult(
      long token, ContentType contentType, DirectBuffer buffer, int offset, int length) {
    if (length == PAYLOAD_BYTES && token == verified && buffer.getLong(offset) == token) {
      verified++;
    } else {
      failure = "call " + token + " came back different or out of turn";
    }
  }

  @Override
  public void onError(
      long token, int status, int retryAfterMs, DirectBuffer message, int offset, int length) {
    failure = "call " + token + " failed: " + Status.get(status);
  }

  @Override
  public void close() {
    session.goodbye(0);
    Await.until(
        () -> "the session's end", () -> session.state() == ClientSession.State.CLOSED, this::step);
    pool.close();
  }
}

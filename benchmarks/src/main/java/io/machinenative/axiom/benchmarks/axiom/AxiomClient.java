package io.machinenative.axiom.benchmarks.axiom;

import io.machinenative.axiom.benchmarks.rtt.Exchange;
import io.machinenative.axiom.benchmarks.rtt.IdleStrategies;
import io.machinenative.axiom.benchmarks.rtt.PolledLoop;
import io.machinenative.axiom.benchmarks.rtt.PolledPort;
import io.machinenative.axiom.benchmarks.rtt.RoundTrips;
import io.machinenative.axiom.benchmarks.rtt.RttClient;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.client.ClientCounters;
import io.machinenative.axiom.client.ClientSession;
import io.machinenative.axiom.client.ReplyHandler;
import io.machinenative.axiom.client.SessionConfig;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.pipeline.Link;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** The calling half of {@link AxiomCalls}: one session, stepped by the measuring thread. Allocates nothing per call. */
final class AxiomClient implements RttClient, PolledPort, ReplyHandler {
  private final ClientSession session;
  private final int toolId;
  private final UnsafeBuffer request;
  private final CallOptions options = new CallOptions();
  private final PolledLoop loop = new PolledLoop(this, IdleStrategies.yieldThenPark());
  private RoundTrips trips;
  private RuntimeException failure;

  AxiomClient(Link link, Exchange exchange, int toolId) {
    SessionConfig config = SessionConfig.defaults("bench");
    session =
        new ClientSession(
            link,
            config,
            config.newBufferPool(),
            SystemNanoClock.INSTANCE,
            new ClientCounters(),
            0);
    this.toolId = toolId;
    request = new UnsafeBuffer(ByteBuffer.allocateDirect(exchange.payloadBytes()));
  }

  boolean isOpen() {
    return session.isOpen();
  }

  /** Waits until calls can be made; the session gives up by itself. */
  void awaitOpen() {
    while (!isOpen()) {
      keepAlive();
      Thread.yield();
    }
  }

  @Override
  public void run(RoundTrips trips, long durationNs) {
    restart(trips);
    loop.run(trips, durationNs);
  }

  /** Replies go to these trips from here on. */
  void restart(RoundTrips trips) {
    this.trips = trips;
  }

  @Override
  public boolean send(RoundTrips trips) {
    long sequence = trips.begin();
    trips.write(request, 0, sequence);
    long correlationId =
        session.send(
            toolId,
            ContentType.BINARY,
            request,
            0,
            trips.payloadBytes(),
            options,
            this,
            sequence);
    if (correlationId > 0) {
      return true;
    }
    trips.giveUp(sequence);
    if (correlationId != ClientSession.BACK_PRESSURED) {
      throw new IllegalStateException(
          "expected a call to be sent, got outcome " + correlationId + " " + session.closeReason());
    }
    return false;
  }

  @Override
  public int poll(RoundTrips trips) {
    int work = session.doWork();
    if (failure != null) {
      throw failure;
    }
    return work;
  }

  @Override
  public void onResult(
      long token, ContentType contentType, DirectBuffer buffer, int offset, int length) {
    try {
      trips.complete(buffer, offset, length);
    } catch (RuntimeException e) {
      // A handler must not throw: the loop does, after the duty cycle.
      failure = e;
    }
  }

  @Override
  public void onError(
      long token, int status, int retryAfterMs, DirectBuffer message, int offset, int length) {
    failure =
        new IllegalStateException(
            "expected a result, got "
                + Status.get(status)
                + ": "
                + message.getStringWithoutLengthUtf8(offset, length));
  }

  @Override
  public void keepAlive() {
    session.doWork();
    if (session.state() == ClientSession.State.CLOSED) {
      throw new IllegalStateException("the session ended: " + session.closeReason());
    }
  }

  @Override
  public void close() {
    session.close();
  }
}

package io.machinenative.axiom.benchmarks.axiom;

import io.machinenative.axiom.benchmarks.rtt.Exchange;
import io.machinenative.axiom.benchmarks.rtt.IdleStrategies;
import io.machinenative.axiom.benchmarks.rtt.PolledLoop;
import io.machinenative.axiom.benchmarks.rtt.PolledPort;
import io.machinenative.axiom.benchmarks.rtt.RoundTrips;
import io.machinenative.axiom.benchmarks.rtt.RttClient;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.client.ClientSession;
import io.machinenative.axiom.client.ReplyHandler;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The calling half of {@link AxiomCalls}: a client that the measuring thread steps. Allocates
 * nothing per call.
 */
final class CallingClient implements RttClient, PolledPort, ReplyHandler {
  private final AxiomClient client;
  private final int toolId;
  private final UnsafeBuffer request;
  private final CallOptions options = new CallOptions();
  private final PolledLoop loop = new PolledLoop(this, IdleStrategies.yieldThenPark());
  private RoundTrips trips;
  private RuntimeException failure;

  /**
   * @param client connected, with mount INVOKER
   */
  CallingClient(AxiomClient client, Exchange exchange, int toolId) {
    this.client = client;
    this.toolId = toolId;
    request = new UnsafeBuffer(ByteBuffer.allocateDirect(exchange.payloadBytes()));
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
    long outcome =
        client.send(
            toolId, ContentType.BINARY, request, 0, trips.payloadBytes(), options, this, sequence);
    if (outcome > 0) {
      return true;
    }
    trips.giveUp(sequence);
    if (outcome != ClientSession.BACK_PRESSURED) {
      throw new IllegalStateException("expected room or back pressure, got outcome " + outcome);
    }
    return false;
  }

  @Override
  public int poll(RoundTrips trips) {
    int work = client.poll();
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
    client.poll();
  }

  @Override
  public void close() {
    client.close();
  }
}

package io.machinenative.axiom.benchmarks.bare;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.machinenative.axiom.benchmarks.rtt.IdleStrategies;
import io.machinenative.axiom.benchmarks.rtt.PolledLoop;
import io.machinenative.axiom.benchmarks.rtt.PolledPort;
import io.machinenative.axiom.benchmarks.rtt.RoundTrips;
import io.machinenative.axiom.benchmarks.rtt.RttClient;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The calling half of {@link AeronPingPong}. Owned by one thread; owns its Aeron client. Allocates
 * nothing per call.
 */
final class AeronClient implements RttClient, PolledPort, FragmentHandler {
  private static final int FRAGMENT_LIMIT = 64;

  private final Aeron aeron;
  private final ExclusivePublication requests;
  private final Subscription replies;
  private final BufferClaim claim = new BufferClaim();
  private final FragmentHandler assembler = new FragmentAssembler(this);
  private final PolledLoop loop = new PolledLoop(this, IdleStrategies.yieldThenPark());
  private UnsafeBuffer longRequest;
  private RoundTrips trips;

  AeronClient(Aeron aeron, ExclusivePublication requests, Subscription replies) {
    this.aeron = aeron;
    this.requests = requests;
    this.replies = replies;
  }

  @Override
  public void run(RoundTrips trips, long durationNs) {
    this.trips = trips;
    if (longRequest == null) {
      longRequest = new UnsafeBuffer(new byte[trips.payloadBytes()]);
    }
    loop.run(trips, durationNs);
  }

  @Override
  public boolean send(RoundTrips trips) {
    long sequence = trips.begin();
    long position = trySend(trips, sequence);
    if (position > 0) {
      return true;
    }
    trips.giveUp(sequence);
    if (position != Publication.BACK_PRESSURED && position != Publication.ADMIN_ACTION) {
      throw new IllegalStateException(
          "expected room or back pressure, got " + Publication.errorString(position));
    }
    return false;
  }

  private long trySend(RoundTrips trips, long sequence) {
    int length = trips.payloadBytes();
    if (length > requests.maxPayloadLength()) {
      trips.write(longRequest, 0, sequence);
      return requests.offer(longRequest, 0, length);
    }
    long position = requests.tryClaim(length, claim);
    if (position > 0) {
      trips.write(claim.buffer(), claim.offset(), sequence);
      claim.commit();
    }
    return position;
  }

  @Override
  public int poll(RoundTrips trips) {
    return replies.poll(assembler, FRAGMENT_LIMIT);
  }

  @Override
  public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
    trips.complete(buffer, offset, length);
  }

  @Override
  public void close() {
    aeron.close();
  }
}

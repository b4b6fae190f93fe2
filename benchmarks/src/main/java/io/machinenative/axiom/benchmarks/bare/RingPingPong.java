package io.machinenative.axiom.benchmarks.bare;

import io.machinenative.axiom.benchmarks.rtt.Exchange;
import io.machinenative.axiom.benchmarks.rtt.IdleStrategies;
import io.machinenative.axiom.benchmarks.rtt.PolledLoop;
import io.machinenative.axiom.benchmarks.rtt.PolledPort;
import io.machinenative.axiom.benchmarks.rtt.RoundTrips;
import io.machinenative.axiom.benchmarks.rtt.RttClient;
import io.machinenative.axiom.benchmarks.rtt.RttServer;
import io.machinenative.axiom.benchmarks.rtt.RttSubject;
import java.nio.ByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** In one JVM: two rings and two threads. */
public final class RingPingPong implements RttSubject {
  private static final int MIN_RING_BYTES = 1 << 20;
  private static final int MESSAGE_TYPE = 1;

  private final OneToOneRingBuffer requests;
  private final OneToOneRingBuffer replies;

  public RingPingPong(Exchange exchange) {
    requests = ring(exchange);
    replies = ring(exchange);
  }

  @Override
  public RttServer openServer() {
    return EchoThread.start(
        new Echo(requests, replies), IdleStrategies.yieldThenPark(), "rings of this JVM");
  }

  @Override
  public RttClient openClient(String address) {
    return new Client(requests, replies);
  }

  /** Room for two windows, so that neither side waits for room. */
  private static OneToOneRingBuffer ring(Exchange exchange) {
    long windowBytes = 2L * exchange.inFlight() * (exchange.payloadBytes() + 2L * Long.BYTES);
    long capacity = Math.max(MIN_RING_BYTES, Long.highestOneBit(windowBytes) << 1);
    // A ring takes messages of up to an eighth of its capacity.
    capacity = Math.max(capacity, Integer.highestOneBit(exchange.payloadBytes()) * 16L);
    int bytes = Math.toIntExact(capacity) + RingBufferDescriptor.TRAILER_LENGTH;
    return new OneToOneRingBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(bytes)));
  }

  private static final class Echo implements Agent, MessageHandler {
    private final OneToOneRingBuffer requests;
    private final OneToOneRingBuffer replies;

    Echo(OneToOneRingBuffer requests, OneToOneRingBuffer replies) {
      this.requests = requests;
      this.replies = replies;
    }

    @Override
    public int doWork() {
      return requests.read(this);
    }

    @Override
    public void onMessage(int typeId, MutableDirectBuffer buffer, int offset, int length) {
      int index = replies.tryClaim(MESSAGE_TYPE, length);
      if (index < 0) {
        throw new IllegalStateException("expected room for a window of replies, the ring is full");
      }
      replies.buffer().putBytes(index, buffer, offset, length);
      replies.commit(index);
    }

    @Override
    public String roleName() {
      return "ring-echo";
    }
  }

  private static final class Client implements RttClient, PolledPort, MessageHandler {
    private final OneToOneRingBuffer requests;
    private final OneToOneRingBuffer replies;
    private final PolledLoop loop = new PolledLoop(this, IdleStrategies.yieldThenPark());
    private RoundTrips trips;

    Client(OneToOneRingBuffer requests, OneToOneRingBuffer replies) {
      this.requests = requests;
      this.replies = replies;
    }

    @Override
    public void run(RoundTrips trips, long durationNs) {
      this.trips = trips;
      loop.run(trips, durationNs);
    }

    @Override
    public boolean send(RoundTrips trips) {
      long sequence = trips.begin();
      int index = requests.tryClaim(MESSAGE_TYPE, trips.payloadBytes());
      if (index < 0) {
        trips.giveUp(sequence);
        return false;
      }
      trips.write(requests.buffer(), index, sequence);
      requests.commit(index);
      return true;
    }

    @Override
    public int poll(RoundTrips trips) {
      return replies.read(this);
    }

    @Override
    public void onMessage(int typeId, MutableDirectBuffer buffer, int offset, int length) {
      trips.complete(buffer, offset, length);
    }

    @Override
    public void close() {
      // The rings are garbage once both sides are.
    }
  }
}

package io.machinenative.axiom.benchmarks.rtt;

import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The window of a closed loop: begins calls while there is room, verifies each reply in full, and
 * records how long it took. A call:
 *
 * <pre>{@code
 * long sequence = trips.begin();           // takes the clock
 * trips.write(buffer, offset, sequence);   // the payload of the request
 * ...
 * trips.complete(buffer, offset, length);  // the payload of the reply; takes the clock
 * }</pre>
 *
 * <p>Replies may come in any order. Owned by one thread at a time: handed over when nothing is in
 * flight, through whatever starts and ends the loop. Allocates nothing between {@link #restart} and
 * {@link #stats}.
 */
public final class RoundTrips {
  /** A sequence is {@code serial << PLACE_BITS | place}. */
  static final int PLACE_BITS = 16;

  private static final long PLACE_MASK = (1L << PLACE_BITS) - 1;
  private static final long NO_CALL = -1;

  /** Longer than any call that ends: {@link PolledLoop} gives up long before. */
  private static final long MAX_LATENCY_NS = 60_000_000_000L;

  private static final int SIGNIFICANT_DIGITS = 3;

  private final Payload payload;
  private final long[] sequences;
  private final long[] startsNs;
  private final int[] freePlaces;
  private final Histogram latenciesNs = new Histogram(1, MAX_LATENCY_NS, SIGNIFICANT_DIGITS);
  private int freeCount;
  private long nextSerial = 1;
  private long completed;
  private long beganNs;
  private long lastReplyNs;

  public RoundTrips(Exchange exchange) {
    payload = new Payload(exchange.payloadBytes());
    sequences = new long[exchange.inFlight()];
    startsNs = new long[exchange.inFlight()];
    freePlaces = new int[exchange.inFlight()];
    for (int place = 0; place < freePlaces.length; place++) {
      freePlaces[place] = place;
      sequences[place] = NO_CALL;
    }
    freeCount = freePlaces.length;
  }

  /** Forgets what was recorded. Nothing may be in flight. */
  public void restart() {
    assert inFlight() == 0 : inFlight() + " calls in flight";
    latenciesNs.reset();
    completed = 0;
    beganNs = System.nanoTime();
    lastReplyNs = beganNs;
  }

  public boolean hasRoom() {
    return freeCount > 0;
  }

  public int inFlight() {
    return freePlaces.length - freeCount;
  }

  /** When the last reply was verified, or the loop restarted. */
  public long lastReplyNs() {
    return lastReplyNs;
  }

  public int payloadBytes() {
    return payload.payloadBytes();
  }

  /**
   * Begins a call; {@link #hasRoom} was true.
   *
   * @return its sequence, above 0
   */
  public long begin() {
    int place = freePlaces[--freeCount];
    long sequence = nextSerial << PLACE_BITS | place;
    nextSerial++;
    sequences[place] = sequence;
    startsNs[place] = System.nanoTime();
    return sequence;
  }

  /** Takes back a call that the transport had no room for. */
  public void giveUp(long sequence) {
    free((int) (sequence & PLACE_MASK));
  }

  /** Writes the payload of the request, {@link #payloadBytes} long. */
  public void write(MutableDirectBuffer buffer, int offset, long sequence) {
    payload.write(buffer, offset, sequence);
  }

  /**
   * Takes a reply.
   *
   * @throws WrongReplyException if it is not the one reply to a call in flight, byte for byte
   */
  public void complete(DirectBuffer buffer, int offset, int length) {
    if (length != payload.payloadBytes()) {
      throw new WrongReplyException(
          "expected a reply of " + payload.payloadBytes() + " bytes, got " + length);
    }
    long sequence = Payload.sequence(buffer, offset);
    int place = (int) (sequence & PLACE_MASK);
    if (place >= sequences.length || sequences[place] != sequence) {
      throw new WrongReplyException(
          "expected a reply to a call in flight, got sequence " + sequence);
    }
    if (!payload.matches(buffer, offset, sequence)) {
      throw new WrongReplyException("reply to sequence " + sequence + " holds other bytes");
    }
    long nowNs = System.nanoTime();
    latenciesNs.recordValue(Math.max(1, nowNs - startsNs[place]));
    lastReplyNs = nowNs;
    completed++;
    free(place);
  }

  /** What was recorded since {@link #restart}, with what the client allocated meanwhile. */
  public SliceStats stats(long clientAllocatedBytes) {
    return new SliceStats(
        completed,
        lastReplyNs - beganNs,
        latenciesNs.getValueAtPercentile(50),
        latenciesNs.getValueAtPercentile(99),
        latenciesNs.getValueAtPercentile(99.9),
        latenciesNs.getMaxValue(),
        clientAllocatedBytes);
  }

  private void free(int place) {
    sequences[place] = NO_CALL;
    freePlaces[freeCount++] = place;
  }
}

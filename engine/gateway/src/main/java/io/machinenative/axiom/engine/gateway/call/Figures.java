package io.machinenative.axiom.engine.gateway.call;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What was counted of an upstream server's calls. Any thread; nothing here waits or allocates.
 *
 * <p>Latencies fall into buckets, four to each power of two: a percentile is right within a fifth.
 */
public final class Figures {
  private static final int STEPS = 4;
  private static final int STEP_BITS = 2;

  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLongArray latencies = new AtomicLongArray(Long.SIZE * STEPS);

  /** A call went to the server. */
  void began() {
    calls.incrementAndGet();
    inFlight.incrementAndGet();
  }

  /** A call is over. */
  void ended() {
    inFlight.decrementAndGet();
  }

  /** A call was answered. */
  void answered(long latencyNs) {
    latencies.incrementAndGet(bucket(Math.max(1, latencyNs)));
  }

  /** The server failed a call. */
  void failed() {
    failures.incrementAndGet();
  }

  /** A call was refused before it went to the server. */
  void refused() {
    refused.incrementAndGet();
  }

  private static int bucket(long valueNs) {
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(valueNs);
    int step = power < STEP_BITS ? 0 : (int) (valueNs >>> (power - STEP_BITS)) & (STEPS - 1);
    return power * STEPS + step;
  }

  /** Calls that went to the server. */
  public long calls() {
    return calls.get();
  }

  /** Of these, which the server failed. */
  public long failures() {
    return failures.get();
  }

  /** Calls that were not sent. */
  public long refusals() {
    return refused.get();
  }

  public int inFlight() {
    return inFlight.get();
  }

  /**
   * The latency that so many of the answered calls kept to.
   *
   * @param share 0 to 1
   * @return nanoseconds; 0 when no call was answered
   */
  public long latencyNs(double share) {
    long all = 0;
    for (int i = 0; i < latencies.length(); i++) {
      all += latencies.get(i);
    }
    long wanted = (long) Math.ceil(all * share);
    long seen = 0;
    for (int i = 0; i < latencies.length() && all > 0; i++) {
      seen += latencies.get(i);
      if (seen >= wanted) {
        return upperBound(i);
      }
    }
    return 0;
  }

  private static long upperBound(int bucket) {
    int power = bucket / STEPS;
    long step = bucket % STEPS + 1L;
    return power < STEP_BITS ? 1L << (power + 1) : (1L << power) + (step << (power - STEP_BITS));
  }
}

package io.machinenative.axiom.engine.counters;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often which latency was seen: buckets that are exact up to 31 ns, and above that 16 to each
 * power of two, so that the middle of a bucket is at most 3.2 % off.
 *
 * <pre>
 *   bucket      0 … 31    32 … 47       48 … 63        …    576 … 591
 *   from ns     itself    32, 34, …     64, 68, …      …    2^39, 2^39 + 2^35, …
 *   wide        1         2             4              …    2^35
 * </pre>
 *
 * <p>One thread records, with a release store and without allocating; any thread reads, and finds
 * counts that only grow.
 */
public final class LatencyHistogram {
  private static final int SUB_BITS = 4;
  private static final int SUBS = 1 << SUB_BITS;

  /** Longer latencies, of 18 minutes and more, count as that. */
  private static final long LONGEST_NS = (1L << 40) - 1;

  /** How many there are. */
  public static final int BUCKETS = bucket(LONGEST_NS) + 1;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

  /** The recording thread: one more of that latency; a negative one counts as 0. */
  public void record(long latencyNs) {
    int at = bucket(latencyNs);
    counts.setRelease(at, counts.getPlain(at) + 1);
  }

  /** Adds the counts of all buckets. Any thread. */
  public void addTo(long[] sums) {
    for (int i = 0; i < BUCKETS; i++) {
      sums[i] += counts.getAcquire(i);
    }
  }

  /** The bucket of a latency. */
  public static int bucket(long latencyNs) {
    long ns = Math.clamp(latencyNs, 0, LONGEST_NS);
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(ns | 1);
    int shift = Math.max(0, exponent - SUB_BITS);
    return shift * SUBS + (int) (ns >>> shift);
  }

  /** The lowest latency of a bucket. */
  public static long lowestNs(int bucket) {
    int shift = Math.max(0, bucket / SUBS - 1);
    return (long) (bucket - shift * SUBS) << shift;
  }

  /** The highest latency of a bucket. */
  public static long highestNs(int bucket) {
    return lowestNs(bucket) + (1L << Math.max(0, bucket / SUBS - 1)) - 1;
  }
}

package io.machinenative.axiom.engine.observation;

import io.machinenative.axiom.engine.counters.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;

/**
 * Percentiles of recorded latencies, each the highest latency of its bucket.
 *
 * @param count recorded
 * @param maxNs 0 when none was recorded, as the others
 */
public record LatencySummary(
    long count, long p50Ns, long p90Ns, long p99Ns, long p999Ns, long maxNs) {

  /**
   * @param buckets counts, as {@link LatencyHistogram} adds them up
   */
  public static LatencySummary of(long[] buckets) {
    long count = 0;
    int highest = 0;
    for (int i = 0; i < buckets.length; i++) {
      count += buckets[i];
      highest = buckets[i] > 0 ? i : highest;
    }
    if (count == 0) {
      return new LatencySummary(0, 0, 0, 0, 0, 0);
    }
    return new LatencySummary(
        count,
        percentile(buckets, count, 0.5),
        percentile(buckets, count, 0.9),
        percentile(buckets, count, 0.99),
        percentile(buckets, count, 0.999),
        LatencyHistogram.highestNs(highest));
  }

  /** The latency that a share of all, at most 1, do not exceed. */
  private static long percentile(long[] buckets, long count, double share) {
    long wanted = (long) Math.ceil(count * share);
    long seen = 0;
    for (int i = 0; i < buckets.length; i++) {
      seen += buckets[i];
      if (seen >= wanted) {
        return LatencyHistogram.highestNs(i);
      }
    }
    throw new AssertionError("fewer latencies than " + count);
  }

  /** Buckets that are not empty, as pairs of index and count. */
  static List<Long> pairs(long[] buckets) {
    List<Long> pairs = new ArrayList<>();
    for (int i = 0; i < buckets.length; i++) {
      if (buckets[i] > 0) {
        pairs.add((long) i);
        pairs.add(buckets[i]);
      }
    }
    return pairs;
  }
}

package io.machinenative.axiom.engine.counters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  private static final long SEED = 20261122L;

  @Test
  void bucketsFollowOneAnotherWithoutAGap() {
    assertEquals(0, LatencyHistogram.lowestNs(0));
    for (int bucket = 1; bucket < LatencyHistogram.BUCKETS; bucket++) {
      long lowestNs = LatencyHistogram.lowestNs(bucket);
      assertEquals(LatencyHistogram.highestNs(bucket - 1) + 1, lowestNs, "bucket " + bucket);
      assertEquals(bucket, LatencyHistogram.bucket(lowestNs));
      assertEquals(bucket, LatencyHistogram.bucket(LatencyHistogram.highestNs(bucket)));
    }
  }

  @Test
  void theMiddleOfABucketIsNearWhateverFellIntoIt() {
    Random random = new Random(SEED);
    for (int i = 0; i < 100_000; i++) {
      long ns = random.nextLong(1L << random.nextInt(1, 40));
      int bucket = LatencyHistogram.bucket(ns);
      double middle =
          (LatencyHistogram.lowestNs(bucket) + LatencyHistogram.highestNs(bucket)) / 2.0;
      assertTrue(
          Math.abs(middle - ns) <= 0.032 * ns + 0.5,
          () -> "seed " + SEED + ": " + ns + " ns counts as " + middle);
    }
  }

  @Test
  void takesWhatIsOutOfRange() {
    LatencyHistogram histogram = new LatencyHistogram();
    histogram.record(-5);
    histogram.record(Long.MAX_VALUE);
    histogram.record(0);
    long[] sums = new long[LatencyHistogram.BUCKETS];
    histogram.addTo(sums);
    assertEquals(2, sums[0]);
    assertEquals(1, sums[LatencyHistogram.BUCKETS - 1]);
  }
}

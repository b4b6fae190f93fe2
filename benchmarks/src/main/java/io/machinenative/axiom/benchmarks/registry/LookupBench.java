package io.machinenative.axiom.benchmarks.registry;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** Times route look-ups and counts what they allocate, for the one report; JMH does it better. */
final class LookupBench {
  private static final int TOOLS = 1_000;
  private static final int LOOKUPS = 2_000_000;
  private static final int ROUNDS = 10;

  private LookupBench() {}

  /**
   * What was measured. Immutable.
   *
   * @param ns of a look-up, in the median round
   * @param allocatedBytes of a look-up
   */
  record Numbers(double ns, double allocatedBytes) {}

  static Numbers run() {
    RouteLookups lookups = new RouteLookups(TOOLS);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] rounds = new double[ROUNDS];
    time(lookups);
    time(lookups);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ROUNDS; i++) {
      rounds[i] = time(lookups);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    Arrays.sort(rounds);
    return new Numbers(rounds[ROUNDS / 2], Math.floor((double) allocated / ROUNDS / LOOKUPS));
  }

  private static double time(RouteLookups lookups) {
    long startNs = System.nanoTime();
    int sum = 0;
    for (int i = 0; i < LOOKUPS; i++) {
      sum += lookups.lookUp().toolId();
    }
    double ns = (double) (System.nanoTime() - startNs) / LOOKUPS;
    if (sum == 0) {
      throw new IllegalStateException("expected ids that differ, got a sum of 0");
    }
    return ns;
  }
}

package io.machinenative.axiom.benchmarks.rtt;

/**
 * What one slice of a run measured. Immutable.
 *
 * @param calls whose replies were verified
 * @param elapsedNs from the first request to the last reply
 * @param clientAllocatedBytes on the heap of the client, for all calls together
 */
public record SliceStats(
    long calls,
    long elapsedNs,
    long p50Ns,
    long p99Ns,
    long p999Ns,
    long maxNs,
    long clientAllocatedBytes) {
  private static final int FIELDS = 7;

  public double callsPerSecond() {
    return elapsedNs == 0 ? 0 : calls * 1e9 / elapsedNs;
  }

  /** As one line, for {@link #parse}. */
  public String toLine() {
    return calls
        + " "
        + elapsedNs
        + " "
        + p50Ns
        + " "
        + p99Ns
        + " "
        + p999Ns
        + " "
        + maxNs
        + " "
        + clientAllocatedBytes;
  }

  /** Reads what {@link #toLine} wrote. */
  public static SliceStats parse(String line) {
    String[] words = line.trim().split(" ");
    if (words.length != FIELDS) {
      throw new IllegalArgumentException("expected " + FIELDS + " numbers, got: " + line);
    }
    long[] values = new long[FIELDS];
    for (int i = 0; i < FIELDS; i++) {
      values[i] = Long.parseLong(words[i]);
    }
    return new SliceStats(
        values[0], values[1], values[2], values[3], values[4], values[5], values[6]);
  }
}

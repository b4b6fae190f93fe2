package io.machinenative.axiom.engine.counters;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What is counted of one version of one tool. Each ingress agent counts in a share of its own,
 * which is made at its first call of the tool; any thread sums up.
 */
public final class ToolFigures {
  /** One agent's part. That agent writes, with release stores and without allocating. */
  public static final class Share {
    /** In the middle of two cache lines each way: no neighbour on the heap shares theirs. */
    private static final int LENGTH = 40;

    private static final int ANSWERED = 16;
    private static final int FAILED = 17;

    private final AtomicLongArray counts = new AtomicLongArray(LENGTH);
    private final LatencyHistogram latencies = new LatencyHistogram();

    private Share() {}

    /** A call ended with its result. */
    public void answered() {
      add(ANSWERED);
    }

    /** A call ended without a result: the tool failed, or it was late, cancelled or lost. */
    public void failed() {
      add(FAILED);
    }

    /** A call took so long, from the duty cycle that read it to its answer. */
    public void took(long latencyNs) {
      latencies.record(latencyNs);
    }

    private void add(int counter) {
      counts.setRelease(counter, counts.getPlain(counter) + 1);
    }
  }

  private final AtomicReferenceArray<Share> shares;

  /**
   * @param agents how many may count
   */
  public ToolFigures(int agents) {
    shares = new AtomicReferenceArray<>(agents);
  }

  /** The share of the agent of that index, which alone may ask for it. */
  public Share of(int agent) {
    Share share = shares.getPlain(agent);
    return share == null ? begin(agent) : share;
  }

  private Share begin(int agent) {
    Share share = new Share();
    shares.setRelease(agent, share);
    return share;
  }

  /** Calls that are over, with and without a result. Any thread, as all below. */
  public long calls() {
    return sum(Share.ANSWERED) + failed();
  }

  /** Calls that ended without a result. */
  public long failed() {
    return sum(Share.FAILED);
  }

  /** Adds the latencies that were recorded to those of {@link LatencyHistogram#BUCKETS} buckets. */
  public void addLatenciesTo(long[] buckets) {
    for (int i = 0; i < shares.length(); i++) {
      Share share = shares.getAcquire(i);
      if (share != null) {
        share.latencies.addTo(buckets);
      }
    }
  }

  private long sum(int counter) {
    long sum = 0;
    for (int i = 0; i < shares.length(); i++) {
      Share share = shares.getAcquire(i);
      sum += share == null ? 0 : share.counts.getAcquire(counter);
    }
    return sum;
  }
}

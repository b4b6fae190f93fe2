package io.machinenative.axiom.benchmarks.edge;

import java.io.IOException;

/**
 * Clients that call as fast as they are answered, by one thread. Every answer is verified. No
 * connection outlives a run: between two of them others have their turns, for longer than servers
 * keep a connection that does nothing.
 */
interface Load {
  /** What a run saw. */
  record Slice(long answers, long tookNs, long p50Ns, long p99Ns) {
    double perSecond() {
      return answers * 1e9 / tookNs;
    }
  }

  /**
   * Opens connections for a run, which closes them; whatever comes before the first call is done.
   */
  ClosedLoop open() throws IOException;

  /** Opens connections, runs for a while, and closes them. */
  default Slice run(long durationNs) throws IOException {
    try (ClosedLoop loop = open()) {
      return loop.run(durationNs);
    }
  }
}

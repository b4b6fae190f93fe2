package io.machinenative.axiom.benchmarks.edge;

import java.io.IOException;

/** Clients that call as fast as they are answered, by one thread. Every answer is verified. */
interface Load extends AutoCloseable {
  /** What a run saw. */
  record Slice(long answers, long tookNs, long p50Ns, long p99Ns) {
    double perSecond() {
      return answers * 1e9 / tookNs;
    }
  }

  /** Runs for a while. */
  Slice run(long durationNs) throws IOException;

  @Override
  void close() throws IOException;
}

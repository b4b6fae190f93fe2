package io.machinenative.axiom.engine.pipeline;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Calls in flight of tools that come and go together: of one version of one plugin. INLINE calls
 * are not counted, since they do not outlast their agent's duty cycle.
 *
 * <p>Each ingress agent counts on a cache line of its own, with a release store; any thread sums
 * up. The sum is exact for who has seen, in a {@link DutyReport}, that no agent can begin another
 * call of these tools.
 */
public final class InFlight {
  /** More than there are kinds of carriers. */
  public static final int MAX_AGENTS = 8;

  /** Of 128 bytes each: two cache lines, since CPUs fetch them in pairs. */
  private static final int STRIDE = 128 / Long.BYTES;

  private final AtomicLongArray counts = new AtomicLongArray((MAX_AGENTS + 1) * STRIDE);

  /** The agent of that index: a call begins. */
  void enter(int agent) {
    int at = (agent + 1) * STRIDE;
    counts.setRelease(at, counts.getPlain(at) + 1);
  }

  /** The agent of that index: a call is over, and its tool has returned or completed it. */
  void leave(int agent) {
    int at = (agent + 1) * STRIDE;
    counts.setRelease(at, counts.getPlain(at) - 1);
  }

  public long total() {
    long sum = 0;
    for (int agent = 0; agent < MAX_AGENTS; agent++) {
      sum += counts.getAcquire((agent + 1) * STRIDE);
    }
    return sum;
  }
}

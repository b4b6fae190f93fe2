package io.machinenative.axiom.benchmarks.process;

import io.machinenative.axiom.benchmarks.rtt.Exchange;
import io.machinenative.axiom.benchmarks.rtt.Transport;
import java.util.List;

/**
 * What a run measures. Immutable.
 *
 * @param subjects in the order of the report; each repetition runs a slice of every one of them in
 *     turn
 * @param inProcess whether client and server share a JVM
 * @param reps repetitions, at least 1: with 5, one repetition that the host disturbed does not move
 *     the median
 * @param sliceNs measured per subject and repetition
 * @param warmupNs run before the first repetition and thrown away
 * @param grpcWarmupNs the same for gRPC, whose long call path takes the JIT longer
 */
public record RttPlan(
    Exchange exchange,
    List<Subject> subjects,
    boolean inProcess,
    int reps,
    long sliceNs,
    long warmupNs,
    long grpcWarmupNs) {
  private static final long MAX_LEAD_IN_NS = 100_000_000L;

  public RttPlan {
    subjects = List.copyOf(subjects);
    if (reps < 1) {
      throw new IllegalArgumentException("reps: expected at least 1, got " + reps);
    }
    if (sliceNs < 1) {
      throw new IllegalArgumentException("slice: expected at least 1 ns, got " + sliceNs);
    }
  }

  /**
   * Run before every slice and thrown away: wakes the threads that parked while others were
   * measured.
   */
  public long leadInNs() {
    return Math.min(MAX_LEAD_IN_NS, sliceNs);
  }

  /** Whether client and server share a JVM: asked for, or the only way. */
  public boolean oneJvm() {
    return inProcess || exchange.transport() == Transport.INPROC;
  }

  public long warmupNs(Subject subject) {
    return subject == Subject.GRPC ? grpcWarmupNs : warmupNs;
  }
}

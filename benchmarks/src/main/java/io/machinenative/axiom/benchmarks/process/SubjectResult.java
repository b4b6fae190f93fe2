package io.machinenative.axiom.benchmarks.process;

import io.machinenative.axiom.benchmarks.rtt.SliceStats;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the repetitions of one subject measured. Immutable; at least one slice. */
public record SubjectResult(Subject subject, List<Slice> slices) {
  /**
   * One repetition.
   *
   * @param serverAllocatedBytes on the server's heap, for all calls together
   */
  public record Slice(SliceStats stats, long serverAllocatedBytes) {}

  public SubjectResult {
    slices = List.copyOf(slices);
    if (slices.isEmpty()) {
      throw new IllegalArgumentException("expected at least one slice of " + subject);
    }
  }

  public double p50Ns() {
    return median(slice -> slice.stats().p50Ns());
  }

  public double bestP50Ns() {
    return slices.stream().mapToDouble(slice -> slice.stats().p50Ns()).min().orElseThrow();
  }

  public double p99Ns() {
    return median(slice -> slice.stats().p99Ns());
  }

  public double bestP99Ns() {
    return slices.stream().mapToDouble(slice -> slice.stats().p99Ns()).min().orElseThrow();
  }

  public double p999Ns() {
    return median(slice -> slice.stats().p999Ns());
  }

  /** The longest of all repetitions. */
  public double maxNs() {
    return slices.stream().mapToDouble(slice -> slice.stats().maxNs()).max().orElseThrow();
  }

  public double callsPerSecond() {
    return median(slice -> slice.stats().callsPerSecond());
  }

  public double bestCallsPerSecond() {
    return slices.stream().mapToDouble(slice -> slice.stats().callsPerSecond()).max().orElseThrow();
  }

  public double serverBytesPerCall() {
    return median(slice -> perCall(slice.serverAllocatedBytes(), slice));
  }

  public double clientBytesPerCall() {
    return median(slice -> perCall(slice.stats().clientAllocatedBytes(), slice));
  }

  public long calls() {
    return slices.stream().mapToLong(slice -> slice.stats().calls()).sum();
  }

  private static double perCall(long bytes, Slice slice) {
    return slice.stats().calls() == 0 ? 0 : (double) bytes / slice.stats().calls();
  }

  private double median(ToDoubleFunction<Slice> value) {
    double[] sorted = slices.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

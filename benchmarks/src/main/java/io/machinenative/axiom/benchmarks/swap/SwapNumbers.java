package io.machinenative.axiom.benchmarks.swap;

import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/**
 * What was measured. Read only when the run is over.
 *
 * @param capacity calls a second in a closed loop, before the first swap; empty when the rate was
 *     given
 * @param rate calls a second that were sent
 * @param initNs loading, initialising and validating a version
 * @param openNs copying and checking its jar
 * @param switchNs from the publication until every agent ran it
 * @param drainNs until no call of the old one was in flight
 * @param teardownNs of the old one, its jar's closing included
 * @param undrained swaps in which calls of the old version still ran at its teardown
 * @param errors that the engine recorded
 */
public record SwapNumbers(
    SwapPlan plan,
    OptionalDouble capacity,
    double rate,
    NumberedOutcome calls,
    Histogram openNs,
    Histogram initNs,
    Histogram switchNs,
    Histogram drainNs,
    Histogram teardownNs,
    int undrained,
    int errors,
    Left left) {

  /** What became of the calls, and how long they took, quiet and while a version changed. */
  public record NumberedOutcome(
      long completed,
      long failed,
      long repeated,
      long stale,
      String firstFault,
      Histogram quietNs,
      Histogram swapNs) {}

  /**
   * What is left of old versions.
   *
   * @param loadersLate most that one collection left for a later one
   */
  public record Left(
      int loadersCollected,
      int loadersLate,
      int loadersLeft,
      int jarsOpenMost,
      long metaspaceFirstBytes,
      long metaspaceLastBytes,
      double metaspaceBytesPerSwap) {}

  /**
   * Whether no call was lost, repeated or answered by a version of yesterday, and nothing stays.
   */
  public boolean isRight() {
    return calls.failed() == 0
        && calls.repeated() == 0
        && calls.stale() == 0
        && undrained == 0
        && errors == 0
        && left.loadersLeft() == 0
        && left.jarsOpenMost() <= 1;
  }
}

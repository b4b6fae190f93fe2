package io.machinenative.axiom.engine.workflow.model;

import java.util.Optional;

/**
 * What happens when a stage fails: retries first, then the fallback, then {@link #then}. Immutable.
 */
public record ErrorPolicy(
    Optional<Retry> retry, Optional<Circuit> circuit, Optional<Stage.Call> fallback, Then then) {
  /** What happens to the run at last. */
  public enum Then {
    /** It ends. */
    STOP,
    /** Stages that need the failed one are skipped; all others go on. */
    CONTINUE
  }

  /** How the delay before a retry grows. */
  public enum Backoff {
    LINEAR,
    EXPONENTIAL
  }

  /**
   * @param times after the first attempt
   * @param delayNs before the first retry
   * @param longestNs no delay is longer
   */
  public record Retry(int times, Backoff backoff, long delayNs, long longestNs) {
    /**
     * The pause before a retry.
     *
     * @param retry 1 for the first
     * @return {@code delay × retry}, or {@code delay × 2^(retry − 1)}, and at most the longest
     */
    public long delayNs(int retry) {
      double grown =
          backoff == Backoff.LINEAR ? (double) delayNs * retry : delayNs * Math.pow(2, retry - 1.0);
      return (long) Math.min(grown, (double) longestNs);
    }
  }

  /**
   * @param failures in a row that open it
   * @param openNs for how long nothing is tried then
   */
  public record Circuit(int failures, long openNs) {}

  /** The run ends with the stage. */
  public static final ErrorPolicy STOP =
      new ErrorPolicy(Optional.empty(), Optional.empty(), Optional.empty(), Then.STOP);

  /** As {@link #STOP}, with another end. */
  public ErrorPolicy with(Then end) {
    return new ErrorPolicy(retry, circuit, fallback, end);
  }
}

package io.machinenative.axiom.engine.registry.model;

/**
 * How much something was used, as its owner counts. Immutable. Reporting it makes no revision: it
 * is kept in memory, and reaches the store when the record is written for another reason.
 *
 * @param calls answered, well or not
 * @param errors those that failed
 * @param totalTimeNs of all calls together
 * @param lastCallAtMs since the epoch; 0: never called
 */
public record Statistics(long calls, long errors, long totalTimeNs, long lastCallAtMs) {
  /** Never used. */
  public static final Statistics NONE = new Statistics(0, 0, 0, 0);

  public Statistics {
    if (calls < 0 || errors < 0 || errors > calls || totalTimeNs < 0 || lastCallAtMs < 0) {
      throw new IllegalArgumentException(
          "expected counts of 0 or more, and no more errors than calls, got calls "
              + calls
              + ", errors "
              + errors
              + ", total time "
              + totalTimeNs
              + " ns, last call "
              + lastCallAtMs
              + " ms");
    }
  }
}

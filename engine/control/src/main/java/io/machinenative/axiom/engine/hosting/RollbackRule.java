package io.machinenative.axiom.engine.hosting;

/**
 * When a new version is taken back by itself.
 *
 * @param errorRate more than this share of its calls fail, 0 to 1
 * @param calls after so many at least, above 0
 * @param withinNs of the switch
 */
public record RollbackRule(double errorRate, int calls, long withinNs) {
  public RollbackRule {
    if (!(errorRate >= 0 && errorRate < 1) || calls < 1 || withinNs <= 0) {
      throw new IllegalArgumentException(
          "rollback: expected an error-rate from 0 to below 1, calls and within above 0, got "
              + errorRate
              + ", "
              + calls
              + ", "
              + withinNs
              + " ns");
    }
  }

  /** Whether it is to be taken back. */
  boolean holds(long soManyCalls, long faults) {
    return soManyCalls >= calls && faults > errorRate * soManyCalls;
  }
}

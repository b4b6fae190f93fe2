package io.machinenative.axiom.engine.registry.query;

/**
 * A range of times, in milliseconds since the epoch.
 *
 * @param fromMs the first that is in it
 * @param beforeMs the first that is not in it any more
 */
public record TimeRange(long fromMs, long beforeMs) {
  /** Holds every time. */
  public static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

  public TimeRange {
    if (fromMs > beforeMs) {
      throw new IllegalArgumentException(
          "expected a time range that begins before it ends, got from "
              + fromMs
              + " ms to "
              + beforeMs
              + " ms");
    }
  }

  public boolean contains(long timeMs) {
    return timeMs >= fromMs && timeMs < beforeMs;
  }

  boolean isAlways() {
    return equals(ALWAYS);
  }
}

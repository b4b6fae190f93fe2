package io.machinenative.axiom.engine.access;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket, kept as the one time at which it would be full again: the generic cell rate
 * algorithm (ITU-T I.371, Annex A, virtual scheduling). Calls may come at a steady rate, and as
 * many as the burst at once.
 *
 * <pre>
 *   now ───────────────┬──────────── tolerance ────────────┐
 *                      now                                 latest time that a call may leave behind
 *   full again (TAT) ──────────────▲ + interval ──▶ grant while it stays left of that
 * </pre>
 */
public final class Gcra implements Meter {
  private final String name;
  private final long burst;
  private final long intervalNs;
  private final long toleranceNs;

  /** Relative to {@code originNs}, so that clock readings may be negative. */
  private final AtomicLong fullAgainNs = new AtomicLong();

  private final long originNs;

  /**
   * @param calls granted per {@code periodNs}, at least 1
   * @param burst granted at once after a rest, at least 1
   * @param originNs a reading of the clock, not later than those that follow
   */
  public Gcra(String name, long calls, long periodNs, long burst, long originNs) {
    if (calls < 1 || burst < 1 || periodNs / calls < 1) {
      throw new IllegalArgumentException(
          "expected at least 1 call and at most 1 each nanosecond, and a burst of at least 1, got "
              + calls
              + " in "
              + periodNs
              + " ns with a burst of "
              + burst);
    }
    this.name = name;
    this.burst = burst;
    this.intervalNs = periodNs / calls;
    this.toleranceNs = Math.multiplyExact(intervalNs, burst);
    this.originNs = originNs;
  }

  @Override
  public long take(long nowNs) {
    long now = nowNs - originNs;
    long seen = fullAgainNs.get();
    while (true) {
      long next = Math.max(seen, now) + intervalNs;
      long waitNs = next - now - toleranceNs;
      if (waitNs > 0) {
        return waitNs;
      }
      long found = fullAgainNs.compareAndExchange(seen, next);
      if (found == seen) {
        return GRANTED;
      }
      seen = found; // another thread's call was granted: at most as often as there are threads
    }
  }

  @Override
  public void giveBack(long nowNs) {
    fullAgainNs.addAndGet(-intervalNs);
  }

  @Override
  public long remaining(long nowNs) {
    return (toleranceNs - resetNs(nowNs)) / intervalNs;
  }

  @Override
  public long resetNs(long nowNs) {
    return Math.clamp(fullAgainNs.get() - (nowNs - originNs), 0, toleranceNs);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long quota() {
    return burst;
  }

  @Override
  public long windowNs() {
    return toleranceNs;
  }
}

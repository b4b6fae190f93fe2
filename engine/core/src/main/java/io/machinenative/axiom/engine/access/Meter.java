package io.machinenative.axiom.engine.access;

/**
 * Counts calls against a rate. Any thread, many at once; without a lock, and without allocation.
 */
public interface Meter {
  /** Of {@link #take}: the call may begin. */
  long GRANTED = 0;

  /**
   * Asks for one call.
   *
   * @param nowNs never read from a clock that goes back
   * @return {@link #GRANTED}, or nanoseconds until one may be granted: then nothing was counted
   */
  long take(long nowNs);

  /** Takes a grant back: the call did not begin, since another meter refused it. */
  void giveBack(long nowNs);

  /** Calls that would be granted now, one after the other. */
  long remaining(long nowNs);

  /** Nanoseconds until as many may be granted as at the beginning. */
  long resetNs(long nowNs);

  /** For header fields: a name of letters, digits and {@code -._}. */
  String name();

  /** Calls that may come at once after a rest, or in one window. */
  long quota();

  /** In which the quota comes back, whole. */
  long windowNs();

  /**
   * Asks all.
   *
   * @param meters null for none
   * @return {@link #GRANTED}, or nanoseconds to wait: then none has counted it
   */
  static long takeAll(Meter[] meters, long nowNs) {
    if (meters == null) {
      return GRANTED;
    }
    for (int i = 0; i < meters.length; i++) {
      long waitNs = meters[i].take(nowNs);
      if (waitNs != GRANTED) {
        while (--i >= 0) {
          meters[i].giveBack(nowNs);
        }
        return waitNs;
      }
    }
    return GRANTED;
  }

  /** The one that leaves least; null for none. */
  static Meter tightest(Meter[] meters, long nowNs) {
    Meter tightest = null;
    for (int i = 0; meters != null && i < meters.length; i++) {
      if (tightest == null || meters[i].remaining(nowNs) < tightest.remaining(nowNs)) {
        tightest = meters[i];
      }
    }
    return tightest;
  }
}

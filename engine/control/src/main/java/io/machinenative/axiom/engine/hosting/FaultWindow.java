package io.machinenative.axiom.engine.hosting;

/** Tells when so many faults came within so long. Any thread; used by calls that failed alone. */
final class FaultWindow {
  /** Of the last faults, in a circle. */
  private final long[] timesNs;

  private final long withinNs;
  private int next;
  private int count;

  /**
   * @param failures so many, above 0
   */
  FaultWindow(int failures, long withinNs) {
    timesNs = new long[failures];
    this.withinNs = withinNs;
  }

  /**
   * Takes down a fault.
   *
   * @return whether it is one too many; then the count begins anew
   */
  synchronized boolean add(long nowNs) {
    timesNs[next] = nowNs;
    next = (next + 1) % timesNs.length;
    count = Math.min(count + 1, timesNs.length);
    // What is written over next is the oldest of them.
    boolean tooMany = count == timesNs.length && nowNs - timesNs[next] <= withinNs;
    if (tooMany) {
      count = 0;
    }
    return tooMany;
  }
}

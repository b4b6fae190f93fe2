package io.machinenative.axiom.engine;

import org.agrona.concurrent.NanoClock;

/** Time that passes when a test says so. Written by the test's thread, read by any. */
final class ManualClock implements NanoClock {
  private volatile long nowNs;

  ManualClock(long startNs) {
    nowNs = startNs;
  }

  void advance(long ns) {
    nowNs = nowNs + ns;
  }

  @Override
  public long nanoTime() {
    return nowNs;
  }
}

package io.machinenative.axiom.engine.registry;

import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/** Two clocks that move when a test says so: one for people, one for leases. For one thread. */
final class ManualTime implements EpochClock, NanoClock {
  private long wallMs = 1_700_000_000_000L;
  private long nowNs = Long.MAX_VALUE - 5_000_000_000L; // overflows soon, as it may

  void passMs(long ms) {
    wallMs += ms;
    nowNs += ms * 1_000_000;
  }

  void jumpWallMs(long ms) {
    wallMs += ms;
  }

  void jumpNs(long ns) {
    nowNs += ns;
  }

  @Override
  public long time() {
    return wallMs;
  }

  @Override
  public long nanoTime() {
    return nowNs;
  }
}

package io.machinenative.axiom.benchmarks.rtt;

import java.util.Locale;

/**
 * Where the server's echo runs. Bare transports and peers know only one place, so it makes no
 * difference to them.
 */
public enum Mode {
  /** On the thread that reads the transport. */
  INLINE,
  /** On a worker, after the scheduler's lanes. */
  WORKER;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

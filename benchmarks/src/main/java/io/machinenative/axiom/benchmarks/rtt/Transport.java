package io.machinenative.axiom.benchmarks.rtt;

import java.util.Locale;

/** What carries the bytes of a round trip. */
public enum Transport {
  INPROC,
  IPC,
  UDP,
  TCP;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

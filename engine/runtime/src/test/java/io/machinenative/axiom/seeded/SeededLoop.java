package io.machinenative.axiom.seeded;

import io.machinenative.axiom.engine.validation.seeded.SeededStage;

/** The other half of a package cycle, in a package without a room; never run. */
public final class SeededLoop {
  private SeededLoop() {}

  public static long turn(SeededStage stage) {
    return stage.nowNs();
  }
}

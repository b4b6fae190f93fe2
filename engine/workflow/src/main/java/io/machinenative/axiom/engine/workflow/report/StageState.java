package io.machinenative.axiom.engine.workflow.report;

import java.util.Locale;

/** Where a stage is. */
public enum StageState {
  /** What it needs is not over, or there is no room. */
  WAITING,
  RUNNING,
  /** Its next attempt waits for its delay. */
  DELAYED,
  SUCCEEDED,
  FAILED,
  /** Ended because a connected stage failed, or the run was ended. */
  CANCELLED,
  /** Not begun, for a stage that it needs did not succeed. */
  SKIPPED;

  public boolean isOver() {
    return this != WAITING && this != RUNNING && this != DELAYED;
  }

  /** As reports write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

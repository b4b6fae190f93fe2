package io.machinenative.axiom.engine.workflow.report;

import java.util.Locale;

/** How a run is, or how it ended. */
public enum RunOutcome {
  RUNNING,
  /** Every stage succeeded. */
  SUCCEEDED,
  /** It went to its end, and a stage whose failures do not stop it failed. */
  PARTIAL,
  FAILED,
  CANCELLED;

  /** As reports write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

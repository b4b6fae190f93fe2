package io.machinenative.axiom.plugins.files;

/** How a work over files ended. */
public enum WorkOutcome {
  /** Everything that was meant is done. */
  SUCCESS,
  /** Some files failed; the report names them. */
  PARTIAL_SUCCESS,
  /** All files failed. */
  FAILED,
  /** There was nothing to do. */
  SKIPPED
}

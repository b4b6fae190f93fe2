package io.machinenative.axiom.engine.edge.task;

import java.util.Locale;

/** Where a task stands. */
public enum TaskStatus {
  WORKING,
  /** The tool asked the client, which has not answered. */
  INPUT_REQUIRED,
  /** There is a result; whether the tool succeeded, it says itself. */
  COMPLETED,
  /** There is an error of the protocol in the place of a result. */
  FAILED,
  CANCELLED;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** As it is written. */
  public String label() {
    return label;
  }

  /** Nothing changes any more. */
  public boolean isTerminal() {
    return this != WORKING && this != INPUT_REQUIRED;
  }

  /**
   * @throws IllegalArgumentException for a label that is none
   */
  static TaskStatus of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}

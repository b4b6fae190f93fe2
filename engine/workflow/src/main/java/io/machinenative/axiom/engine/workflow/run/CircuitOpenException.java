package io.machinenative.axiom.engine.workflow.run;

/** A stage failed too often of late, and is not tried now. Has no stack: it is an answer. */
final class CircuitOpenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CircuitOpenException(String stage, int failures) {
    super(
        "the circuit of " + stage + " is open after " + failures + " failures in a row",
        null,
        false,
        false);
  }
}

package io.machinenative.axiom.testkit;

/** The fuzzer found a defect: what it is, and how to see it again. */
public final class FuzzFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FuzzFailure(String message, Throwable cause) {
    super(message, cause);
  }
}

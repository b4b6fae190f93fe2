package io.machinenative.axiom.testkit.edge;

/** The fuzzer found a defect of the edge: what it is, and how to see it again. */
public final class EdgeFuzzFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EdgeFuzzFailure(String message, Throwable cause) {
    super(message, cause);
  }
}

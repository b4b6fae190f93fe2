package io.machinenative.axiom.testkit;

/** A run found a defect: what it is, and how to see it again. Directories are left as they are. */
public final class FuzzFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FuzzFailure(String message, Throwable cause) {
    super(message, cause);
  }
}

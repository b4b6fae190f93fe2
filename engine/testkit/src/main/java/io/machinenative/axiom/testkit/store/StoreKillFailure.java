package io.machinenative.axiom.testkit.store;

/** A kill did harm: what is wrong, and how to see it again. The directory is left as it is. */
public final class StoreKillFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreKillFailure(String message, Throwable cause) {
    super(message, cause);
  }
}

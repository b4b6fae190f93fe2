package io.machinenative.axiom.testkit.kill;

/** A kill did harm: what is wrong, and how to see it again. The directory is left as it is. */
public final class KillFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KillFailure(String message, Throwable cause) {
    super(message, cause);
  }
}

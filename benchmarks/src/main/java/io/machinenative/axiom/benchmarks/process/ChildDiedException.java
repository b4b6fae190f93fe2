package io.machinenative.axiom.benchmarks.process;

/**
 * A child JVM ended, or said what it should not: the measurement is void. The message holds the
 * child's stderr.
 */
public final class ChildDiedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ChildDiedException(String message, Throwable cause) {
    super(message, cause);
  }
}

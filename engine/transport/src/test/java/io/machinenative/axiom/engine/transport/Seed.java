package io.machinenative.axiom.engine.transport;

import java.util.Random;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * The seed of a test's random choices: {@code -Daxiom.seed=N} or the clock's. A failure tells it.
 */
public final class Seed implements TestExecutionExceptionHandler {
  private final long value = Long.getLong("axiom.seed", System.nanoTime());

  /** A source of random numbers that gives the same ones for the same seed. */
  public Random random() {
    return new Random(value);
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    failure.addSuppressed(new AssertionError("seed: -Daxiom.seed=" + value));
    throw failure;
  }
}

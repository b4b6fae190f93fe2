package io.machinenative.axiom.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits that end: with what is awaited, or with a failure that says what did not come. */
public final class Await {
  /** Far above what anything here takes, on a machine that does much else. */
  public static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);

  private static final long PAUSE_NS = 100_000L;

  private Await() {}

  /** Looks again and again until the condition holds. */
  public static void until(String what, BooleanSupplier condition) {
    until(() -> what, condition);
  }

  /** The same; what is said of a failure is found out then. */
  public static void until(Supplier<String> what, BooleanSupplier condition) {
    until(what, condition, Await::pause);
  }

  /** Between two looks: leaves the processor to what is awaited. */
  public static void pause() {
    LockSupport.parkNanos(PAUSE_NS);
  }

  /** Does something again and again until the condition holds. */
  public static void until(Supplier<String> what, BooleanSupplier condition, Runnable meanwhile) {
    long startNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - startNs > LIMIT_NS) {
        throw new AssertionError("expected within 60 s: " + what.get());
      }
      meanwhile.run();
    }
  }

  /** The value of a future; what it failed with is thrown as it is when it is unchecked. */
  public static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(LIMIT_NS, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("expected an end within 60 s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}

package io.machinenative.axiom.plugins.backup.create;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** The first thing that ended a run, for all its threads. Any thread. */
public final class Failure {
  private final AtomicReference<Throwable> first = new AtomicReference<>();
  private final BooleanSupplier cancelled;

  /**
   * @param cancelled whether somebody does not want the result any more; asked often, by all
   *     threads
   */
  public Failure(BooleanSupplier cancelled) {
    this.cancelled = cancelled;
  }

  /** Ends the run. */
  public void set(Throwable cause) {
    Throwable earlier = first.compareAndExchange(null, cause);
    if (earlier != null && earlier != cause) {
      earlier.addSuppressed(cause);
    }
  }

  public boolean isSet() {
    return first.get() != null;
  }

  /**
   * Ends the caller's part when the run has ended.
   *
   * @throws CancellationException when it is cancelled
   */
  public void throwIfAny() throws IOException {
    Throwable cause = first.get();
    if (cause == null && cancelled.getAsBoolean()) {
      set(new CancellationException("cancelled"));
      cause = first.get();
    }
    switch (cause) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case InterruptedException e -> {
        InterruptedIOException ended = new InterruptedIOException("interrupted");
        ended.initCause(e);
        throw ended;
      }
      default ->
          throw new IllegalStateException("expected a known failure, actual " + cause, cause);
    }
  }
}

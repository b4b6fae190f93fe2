package io.machinenative.axiom.engine.registry.query;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;

/**
 * Work that another thread does while its caller does something else. The caller waits for it
 * before it goes on, so that it sees what was done, and gets the error if there was one.
 */
public final class Beside {
  private final FutureTask<Boolean> task;

  private Beside(Runnable work) {
    task = new FutureTask<>(work, true);
  }

  /** Begins. */
  public static Beside start(ThreadFactory threads, Runnable work) {
    Beside beside = new Beside(work);
    threads.newThread(beside.task).start();
    return beside;
  }

  /** Interrupts the work, whose caller does not need it any more. */
  public void cancel() {
    task.cancel(true);
  }

  /**
   * Waits for the end, also through an interrupt, which is kept.
   *
   * @throws RuntimeException what the work threw; also {@link Error}
   */
  public void await() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw unchecked(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure;
  }
}

package io.machinenative.axiom.plugins.files;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;

/**
 * A check of what a plugin stands on that takes too long the first time, because libraries are
 * linked then: that first time runs beside, and until it is over there is nothing to say. Any
 * thread; whoever made it closes it.
 */
public final class NativeCheck implements AutoCloseable {
  private final Runnable check;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile Throwable failure;

  /**
   * Begins.
   *
   * @param check throws when something is wrong; short, but for the first time
   */
  public NativeCheck(ThreadFactory threads, Runnable check) {
    this.check = check;
    threads
        .newThread(() -> {
          try {
            check.run();
          } catch (RuntimeException | LinkageError e) {
            failure = e;
          } finally {
            over.countDown();
          }
        })
        .start();
  }

  /**
   * Checks again, unless the first time is not over yet.
   *
   * @throws IllegalStateException when something is wrong
   */
  public void require() {
    if (over.getCount() > 0) {
      return;
    }
    if (failure != null) {
      throw new IllegalStateException(failure.getMessage(), failure);
    }
    check.run();
  }

  /** Waits for the first time to be over. */
  public void await() throws InterruptedException {
    over.await();
  }

  @Override
  public void close() throws InterruptedException {
    await();
  }
}

package io.machinenative.axiom.engine.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Shows how far a work is four times a second, while the work's own threads do it. */
final class ProgressLine implements AutoCloseable {
  private static final long INTERVAL_MS = 250;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread thread;
  private final Terminal terminal;

  /**
   * @param text asked on another thread
   */
  ProgressLine(Terminal terminal, Supplier<String> text) {
    this.terminal = terminal;
    thread =
        Thread.ofVirtual()
            .name("progress")
            .start(() -> {
              try {
                while (!done.await(INTERVAL_MS, TimeUnit.MILLISECONDS)) {
                  terminal.progress(text.get());
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** Waits for the last line, and takes it away. */
  @Override
  public void close() {
    done.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    terminal.clearProgress();
  }
}

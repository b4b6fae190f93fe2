package io.machinenative.axiom.plugins.aes;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;

/**
 * Does something with files to its end although the thread is interrupted: a call that was
 * cancelled gets its line in the log, too. The interrupt is kept for later. Stateless.
 */
final class Uninterrupted {
  /** More interrupts within one such action come from nobody who means it. */
  private static final int TRIES = 10;

  private Uninterrupted() {}

  /**
   * @param action begins anew when an interrupt has closed its files
   */
  static void run(ExclusiveLock.Action action) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      for (int i = 1; ; i++) {
        try {
          action.run();
          return;
        } catch (ClosedByInterruptException | FileLockInterruptionException e) {
          interrupted |= Thread.interrupted();
          if (i == TRIES) {
            throw e;
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

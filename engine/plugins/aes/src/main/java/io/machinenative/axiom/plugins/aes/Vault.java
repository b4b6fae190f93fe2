package io.machinenative.axiom.plugins.aes;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;

/**
 * Key ring and audit log, opened beside: a passphrase's key takes some tenths of a second, and
 * libraries are linked. Who asks before waits. Any thread; whoever made it closes it.
 */
final class Vault implements AutoCloseable {
  private final FutureTask<Open> opening;

  /** Both, open. */
  record Open(StoredKeyRing ring, AuditLog audit) {}

  /** Opens both. */
  @FunctionalInterface
  interface Opening {
    Open open() throws IOException;
  }

  Vault(ThreadFactory threads, Opening how) {
    opening = new FutureTask<>(how::open);
    threads.newThread(opening).start();
  }

  StoredKeyRing ring() throws IOException {
    return open().ring;
  }

  AuditLog audit() throws IOException {
    return open().audit;
  }

  /** Whether opening is over, well or not. */
  boolean isSettled() {
    return opening.isDone();
  }

  private Open open() throws IOException {
    try {
      return opening.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("interrupted");
      stopped.initCause(e);
      throw stopped;
    } catch (ExecutionException e) {
      throw new IOException("the key ring is not open: " + e.getCause().getMessage(), e);
    }
  }

  /** Writes down how far the log is, and closes both. */
  @Override
  public void close() throws IOException {
    Open open;
    try {
      open = opening.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before the key ring was closed", e);
    } catch (ExecutionException e) {
      // It was never open, and whoever asked for it was told why.
      return;
    }
    try (AuditLog audit = open.audit;
        StoredKeyRing ring = open.ring) {
      if (audit.durableMark().lines() != ring.content().audit().lines()) {
        ring.checkpoint();
      }
    }
  }
}

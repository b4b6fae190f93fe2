package io.machinenative.axiom.plugins.aes;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Key ring and audit log, opened beside: a passphrase's key takes some tenths of a second, and
 * libraries are linked. Who asks before waits. Any thread; whoever made it closes it.
 */
final class Vault implements AutoCloseable {
  /** At an end, for the ring to open that is still being opened. */
  private static final long OPENING_NS = 20_000_000L;

  /** At an end, for others that change the ring. */
  private static final long OTHERS_NS = 10_000_000L;

  /** A ring is not written at an end where the disk takes longer than that for one line. */
  private static final long SLOW_DISK_NS = 5_000_000L;

  private final FutureTask<Open> opening;

  /** Set by whoever comes first: who opens, or who closes. */
  private Open opened;

  private boolean given;

  /** Both, open. */
  record Open(StoredKeyRing ring, AuditLog audit) {}

  /** Opens both. */
  @FunctionalInterface
  interface Opening {
    Open open() throws IOException;
  }

  Vault(ThreadFactory threads, Opening how) {
    opening = new FutureTask<>(() -> settle(how.open()));
    threads.newThread(opening).start();
  }

  private synchronized Open settle(Open open) throws IOException {
    if (given) {
      release(open);
      throw new IOException("closed before it was open");
    }
    opened = open;
    return open;
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

  /**
   * Writes down how far the log is, and closes both. It does not wait for those who hold the ring's
   * lock, nor for a disk that is slow: who opens the ring next writes it down then. Keys that are
   * still being derived are closed by who derives them.
   */
  @Override
  public void close() throws IOException {
    try {
      opening.get(OPENING_NS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException _) {
      // It was never open, and whoever asked for it was told why; or it is closed once it is.
    }
    Open open = take();
    if (open != null) {
      try {
        checkpoint(open);
      } finally {
        release(open);
      }
    }
  }

  private synchronized Open take() {
    given = true;
    Open open = opened;
    opened = null;
    return open;
  }

  private static void checkpoint(Open open) throws IOException {
    if (open.audit.lines() != open.ring.content().audit().lines()
        && open.audit.forceNs() < SLOW_DISK_NS) {
      open.ring.checkpoint(OTHERS_NS);
    }
  }

  private static void release(Open open) throws IOException {
    try (AuditLog audit = open.audit;
        StoredKeyRing ring = open.ring) {
      assert audit != null && ring != null;
    }
  }
}

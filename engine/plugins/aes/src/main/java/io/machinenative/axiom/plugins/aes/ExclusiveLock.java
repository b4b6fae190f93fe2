package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.natives.aes.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Does something while nobody else does: no other process, and no other version of this plugin. The
 * system lets go of the lock when its holder is killed. Stateless.
 */
final class ExclusiveLock {
  private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(500);

  /** Others hold it for milliseconds. */
  private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(10);

  private ExclusiveLock() {}

  /** Something to do. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  /**
   * @param lockFile made when it is not there; stays
   * @throws IOException of the action, and when the lock is not to be had
   */
  static void run(Path lockFile, Action action) throws IOException {
    run(lockFile, WAIT_NS, action);
  }

  /**
   * As {@link #run(Path, Action)}, for who cannot wait for others.
   *
   * @param waitNs for the lock, about
   */
  static void run(Path lockFile, long waitNs, Action action) throws IOException {
    Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(lockFile, options, OwnerOnly.attributes());
        FileLock lock = take(lockFile, waitNs, channel)) {
      assert lock.isValid();
      action.run();
    }
  }

  private static FileLock take(Path lockFile, long waitNs, FileChannel channel) throws IOException {
    for (long waitedNs = 0; waitedNs < waitNs; waitedNs += PAUSE_NS) {
      FileLock lock = tryTake(channel);
      if (lock != null) {
        return lock;
      }
      LockSupport.parkNanos(PAUSE_NS);
    }
    throw new IOException(lockFile + ": expected to get the lock, actual somebody else holds it");
  }

  private static FileLock tryTake(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Somebody else in this process.
      return null;
    }
  }
}

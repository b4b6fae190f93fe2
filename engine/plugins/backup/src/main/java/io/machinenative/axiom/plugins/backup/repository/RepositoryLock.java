package io.machinenative.axiom.plugins.backup.repository;

import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.format.RepositoryException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A place among those who write: many who make snapshots, or one who prunes. Readers take none.
 *
 * <p>Who wants a lock writes its own file first and looks at those of others then: of two who
 * exclude each other at least one sees the other, and goes away. The file is a lease of five
 * minutes that a thread renews; of one that ran out, or whose process on this machine is gone, the
 * next one who looks removes the file. {@link #requireHeld} before each step that others rely on.
 *
 * <p>Any thread. Owned by who acquired it, who closes it.
 */
public final class RepositoryLock implements AutoCloseable {
  private static final String FOLDER = "locks";
  private static final long LEASE_MS = 5 * 60_000;
  private static final long RENEW_MS = LEASE_MS / 5;
  private static final int FILE_MAX_BYTES = 4096;

  private final Repository repository;
  private final Surroundings surroundings;
  private final String name;
  private final boolean exclusive;
  private final CountDownLatch released = new CountDownLatch(1);
  private final Thread renewer;
  private volatile long leaseEndMs;
  private volatile IOException lost;

  private RepositoryLock(Repository repository, Surroundings surroundings, boolean exclusive) {
    this.repository = repository;
    this.surroundings = surroundings;
    this.exclusive = exclusive;
    name = FOLDER + "/" + ObjectId.random(surroundings.random());
    renewer = surroundings.threads().newThread(this::renewUntilReleased);
  }

  /**
   * Takes a lock.
   *
   * @param exclusive whether nobody else may write meanwhile
   * @throws RepositoryException naming who is there, when that may not be
   */
  public static RepositoryLock acquire(
      Repository repository, Surroundings surroundings, boolean exclusive) throws IOException {
    RepositoryLock lock = new RepositoryLock(repository, surroundings, exclusive);
    lock.put();
    try {
      List<LockRecord> others = lock.others();
      if (!others.isEmpty()) {
        throw new RepositoryException(
            "expected nobody else in %s, actual %s; it takes a lock that they hold"
                .formatted(repository.storage().location(), others));
      }
      lock.renewer.start();
      return lock;
    } catch (IOException | RuntimeException e) {
      repository.storage().delete(lock.name);
      throw e;
    }
  }

  private void put() throws IOException {
    repository.storage().put(name, content());
  }

  private MemorySegment content() {
    leaseEndMs = surroundings.epochMs().getAsLong() + LEASE_MS;
    LockRecord record =
        new LockRecord(exclusive, leaseEndMs, surroundings.processId(), surroundings.host());
    return MemorySegment.ofArray(record.encode());
  }

  /** Living locks of others that this one cannot be beside; dead ones are removed. */
  private List<LockRecord> others() throws IOException {
    List<String> names = new ArrayList<>();
    repository.storage().list(FOLDER, (file, bytes) -> names.add(FOLDER + "/" + file));
    names.remove(name);
    List<LockRecord> others = new ArrayList<>();
    for (String other : names) {
      LockRecord record;
      try {
        byte[] content = repository.storage().readAll(other, FILE_MAX_BYTES);
        record = LockRecord.decode(other, content);
      } catch (NoSuchFileException e) {
        // Released since the folder was listed.
        continue;
      }
      if (record.isStale(surroundings)) {
        repository.storage().delete(other);
      } else if (exclusive || record.exclusive()) {
        others.add(record);
      }
    }
    return others;
  }

  private void renewUntilReleased() {
    try {
      while (!released.await(RENEW_MS, TimeUnit.MILLISECONDS)) {
        repository.storage().size(name);
        repository.storage().replace(name, content());
      }
    } catch (IOException e) {
      lost = e;
    } catch (InterruptedException e) {
      lost = new IOException("interrupted", e);
    }
  }

  /**
   * Whether it is still there.
   *
   * @throws RepositoryException when somebody may have taken it for dead
   */
  public void requireHeld() throws IOException {
    IOException why = lost;
    if (why == null && surroundings.epochMs().getAsLong() > leaseEndMs) {
      why = new IOException("it was not renewed in time");
    }
    if (why == null) {
      try {
        repository.storage().size(name);
        return;
      } catch (NoSuchFileException e) {
        why = e;
      }
    }
    throw new RepositoryException("the lock of this process is lost, so it ends: " + why, why);
  }

  /** Gives it back. */
  @Override
  public void close() throws IOException {
    released.countDown();
    boolean interrupted = false;
    while (renewer.isAlive()) {
      try {
        renewer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    repository.storage().delete(name);
  }
}

package io.machinenative.axiom.plugins.backup.restore;

import io.machinenative.axiom.plugins.backup.create.Failure;
import io.machinenative.axiom.plugins.backup.repository.Surroundings;
import io.machinenative.axiom.plugins.backup.tree.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The threads that write files. Owned by the restore, which closes it. */
final class RestoreWorkers implements AutoCloseable {
  private static final int WAITING = 1024;

  /** More than there are cores, at most, for half of the time one waits for the disk. */
  private static final int MORE = 8;

  private static final long LOOK_MS = 100;

  private final BlockingQueue<Job> jobs = new ArrayBlockingQueue<>(WAITING);
  private final List<Thread> threads = new ArrayList<>();
  private final RestoreProgress progress;
  private final Failure failure;
  private final Supplier<FileWriter> opening;

  private record Job(Path place, Entry entry) {
    static final Job END = new Job(null, null);
  }

  /**
   * @param opening makes a writer, on the thread that uses it
   */
  RestoreWorkers(
      Surroundings surroundings,
      RestoreProgress progress,
      Failure failure,
      Supplier<FileWriter> opening) {
    this.progress = progress;
    this.failure = failure;
    this.opening = opening;
    int workers = surroundings.workers() + Math.min(surroundings.workers(), MORE);
    for (int i = 0; i < workers; i++) {
      Thread thread = surroundings.threads().newThread(this::run);
      threads.add(thread);
      thread.start();
    }
  }

  private void run() {
    try (FileWriter writer = opening.get()) {
      for (Job job = jobs.take(); job.entry != null; job = jobs.take()) {
        failure.throwIfAny();
        write(writer, job);
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      failure.set(e);
    }
  }

  private void write(FileWriter writer, Job job) throws IOException {
    try {
      writer.write(job.place, job.entry);
      progress.restored(job.entry.attributes().bytes());
    } catch (IOException e) {
      failure.throwIfAny();
      progress.fail(job.entry.pathText() + ": not restored: " + e.getMessage());
    }
  }

  /** Has a file written; waits while many are. */
  void submit(Path place, Entry entry) throws InterruptedException, IOException {
    put(new Job(place, entry));
  }

  private void put(Job job) throws InterruptedException, IOException {
    while (!jobs.offer(job, LOOK_MS, TimeUnit.MILLISECONDS)) {
      failure.throwIfAny();
    }
  }

  /** Waits until all files are there. */
  void finish() throws InterruptedException, IOException {
    for (int i = 0; i < threads.size(); i++) {
      put(Job.END);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    failure.throwIfAny();
  }

  @Override
  public void close() {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        jobs.clear();
        jobs.offer(Job.END);
        try {
          thread.join(LOOK_MS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

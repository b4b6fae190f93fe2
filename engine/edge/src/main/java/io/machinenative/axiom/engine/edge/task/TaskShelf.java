package io.machinenative.axiom.engine.edge.task;

import io.machinenative.axiom.engine.config.TaskConfig;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.EpochClock;

/**
 * The tasks of an engine. With a folder they outlive the process, as records: one that ran when the
 * process ended is failed when the next one begins.
 *
 * <p>Any thread; files are written and read by one thread that the executor gives, in the order of
 * the changes. Bounded in number; a task's detail is bounded by who runs it.
 */
public final class TaskShelf implements AutoCloseable {
  private static final int ID_BYTES = 16;

  /** Details up to this length stay in memory, where there are files too. */
  private static final int KEPT_BYTES = 4 * 1024;

  /** A client that finds a task ended late has so long to fetch what came of it. */
  private static final long LINGER_MS = 60_000;

  private static final int CLOSE_S = 10;

  private final Optional<TaskFiles> files;
  private final TaskConfig config;
  private final Executor executor;
  private final EpochClock clock;
  private final RandomGenerator random;
  private final ErrorHandler errors;
  private final Map<String, KeptTask> tasks = new ConcurrentHashMap<>();
  private final List<Consumer<KeptTask>> listeners = new CopyOnWriteArrayList<>();
  private final Queue<Runnable> jobs = new ConcurrentLinkedQueue<>();
  private final AtomicInteger jobCount = new AtomicInteger();

  /**
   * Opens the shelf, and fails the tasks of the life before that did not end.
   *
   * @param folder for their files; empty: they end with the process
   * @param executor runs one job at a time
   * @param clock wall time
   * @param random that cannot be foretold: who knows an id may be asked for nothing else
   * @throws UncheckedIOException when the folder cannot be read or written
   */
  public TaskShelf(
      Optional<Path> folder,
      TaskConfig config,
      Executor executor,
      EpochClock clock,
      RandomGenerator random,
      ErrorHandler errors) {
    this.config = config;
    this.executor = executor;
    this.clock = clock;
    this.random = random;
    this.errors = errors;
    this.files = folder.map(this::open);
  }

  private TaskFiles open(Path folder) {
    try {
      TaskFiles opened = new TaskFiles(folder, errors);
      for (TaskRecord task : opened.readAll()) {
        if (isOver(task)) {
          opened.delete(task.id());
          continue;
        }
        TaskRecord known = task;
        if (!task.status().isTerminal()) {
          String why =
              "the server ended while the task "
                  + (task.status() == TaskStatus.WORKING ? "ran" : "waited for its client");
          known = task.with(TaskStatus.FAILED, why, clock.time());
          opened.write(known, errorOf(why));
        }
        tasks.put(known.id(), new KeptTask(known, null, null));
      }
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException("tasks cannot be kept in " + folder + ": " + e, e);
    }
  }

  /** The error of JSON-RPC for a task that was not let end. */
  public static byte[] errorOf(String why) {
    return new ByteSink().put("{\"code\":-32603,\"message\":").text(why).put('}').toArray();
  }

  public TaskConfig config() {
    return config;
  }

  /** Is told of each change, on the thread that makes it. */
  public void onChange(Consumer<KeptTask> listener) {
    listeners.add(listener);
  }

  /**
   * Makes a task, which works. It is not kept yet: {@link #keep} does that.
   *
   * @return null when there are too many
   */
  public KeptTask add(String owner, String tool, RunningTask runner) {
    if (tasks.size() >= config.count()) {
      return null;
    }
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    long nowMs = clock.time();
    TaskRecord task =
        new TaskRecord(
            HexFormat.of().formatHex(id),
            owner,
            tool,
            TaskStatus.WORKING,
            "",
            nowMs,
            nowMs,
            TimeUnit.NANOSECONDS.toMillis(config.ttlNs()));
    KeptTask kept = new KeptTask(task, runner, KeptTask.NO_DETAIL);
    tasks.put(task.id(), kept);
    return kept;
  }

  /**
   * Keeps a task as it is now.
   *
   * @param whenKept hears on any thread whether that was done
   */
  public void keep(KeptTask kept, Consumer<Boolean> whenKept) {
    if (files.isEmpty()) {
      whenKept.accept(true);
    } else {
      job(() -> whenKept.accept(write(kept)));
    }
  }

  /** The task of an id if it is this owner's, else null. */
  public KeptTask find(String id, String owner) {
    KeptTask kept = tasks.get(id);
    return kept != null && kept.task().owner().equals(owner) ? kept : null;
  }

  /**
   * A task changed. By who runs it.
   *
   * @param detail JSON that goes with the status; empty for none
   */
  public void change(KeptTask kept, TaskStatus status, String message, byte[] detail) {
    TaskRecord task = kept.task();
    assert !task.status().isTerminal() : "a change of a task that ended: " + task;
    boolean sameStatus = status == TaskStatus.WORKING && task.status() == status;
    kept.state(new KeptTask.State(task.with(status, message, clock.time()), detail));
    if (files.isPresent() && !sameStatus) { // what a working tool says of itself is not worth it
      job(() -> write(kept));
    }
    listeners.forEach(listener -> listener.accept(kept));
  }

  /** Forgets a task that nobody knows of. */
  public void drop(KeptTask kept) {
    tasks.remove(kept.task().id());
    files.ifPresent(all -> job(() -> delete(all, kept.task().id())));
  }

  /**
   * Hands a task's detail over, at once or soon: an end is told once it is kept, so that nobody
   * sees another one after a kill.
   *
   * @param reader is given the record and the detail that go together, on any thread
   */
  public void detail(KeptTask kept, DetailReader reader) {
    KeptTask.State state = kept.state();
    if (state.detail() != null && (isKept(kept, state) || !state.task().status().isTerminal())) {
      reader.onDetail(state.task(), state.detail());
    } else {
      job(() -> handOver(kept, reader));
    }
  }

  private boolean isKept(KeptTask kept, KeptTask.State state) {
    return files.isEmpty() || kept.written() == state;
  }

  private void handOver(KeptTask kept, DetailReader reader) {
    KeptTask.State state = kept.state();
    byte[] detail = state.detail();
    reader.onDetail(state.task(), detail == null ? read(state.task().id()) : detail);
  }

  /** Takes a task with its detail. */
  public interface DetailReader {
    /**
     * @param detail JSON; empty for none, or when its file cannot be read any more
     */
    void onDetail(TaskRecord task, byte[] detail);
  }

  /** Removes what was kept long enough, and ends what runs longer. About once a second. */
  public void expire() {
    if (tasks.isEmpty()) {
      return;
    }
    for (KeptTask kept : tasks.values()) {
      TaskRecord task = kept.task();
      if (isOver(task)) {
        drop(kept);
      } else if (!task.status().isTerminal() && clock.time() - task.createdMs() > task.ttlMs()) {
        kept.runner().expire();
      }
    }
  }

  private boolean isOver(TaskRecord task) {
    long nowMs = clock.time();
    return task.status().isTerminal()
        && nowMs - task.createdMs() > task.ttlMs()
        && nowMs - task.updatedMs() > LINGER_MS;
  }

  // ── the thread of the files ────────────────────────────────────────────────

  private void job(Runnable job) {
    jobs.add(job);
    if (jobCount.getAndIncrement() == 0) {
      executor.execute(this::runJobs);
    }
  }

  private void runJobs() {
    do {
      try {
        jobs.remove().run();
      } catch (RuntimeException e) {
        errors.onError(e);
      }
    } while (jobCount.decrementAndGet() > 0);
  }

  private boolean write(KeptTask kept) {
    KeptTask.State state = kept.state();
    if (state.detail() == null || state == kept.written()) {
      return true; // with an earlier job
    }
    try {
      files.orElseThrow().write(state.task(), state.detail());
      kept.written(state);
      if (state.detail().length > KEPT_BYTES && state.task().status().isTerminal()) {
        kept.state(new KeptTask.State(state.task(), null)); // nobody changes it any more
      }
      return true;
    } catch (IOException e) {
      errors.onError(e);
      return false;
    }
  }

  private byte[] read(String id) {
    try {
      return files.orElseThrow().readDetail(id);
    } catch (IOException e) {
      errors.onError(e);
      return KeptTask.NO_DETAIL;
    }
  }

  private void delete(TaskFiles from, String id) {
    try {
      from.delete(id);
    } catch (IOException e) {
      errors.onError(e);
    }
  }

  /** Waits until all is written. After those who change tasks have stopped. */
  @Override
  public void close() {
    CountDownLatch written = new CountDownLatch(1);
    job(written::countDown);
    try {
      if (!written.await(CLOSE_S, TimeUnit.SECONDS)) {
        errors.onError(new IOException("tasks are not written after " + CLOSE_S + " s"));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return tasks.size() + " tasks of at most " + config.count();
  }
}

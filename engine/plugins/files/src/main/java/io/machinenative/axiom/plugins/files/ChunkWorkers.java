package io.machinenative.axiom.plugins.files;

import io.machinenative.axiom.api.NotGrantedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;

/**
 * The threads of a {@link ChunkPipeline}: each takes the oldest chunk that nobody works on. Started
 * with the first chunk; where fewer threads are granted than were asked for, those work alone.
 *
 * <p>Called by the pipeline's caller; {@link #serve} runs on each worker.
 */
final class ChunkWorkers<J extends ChunkJob> implements AutoCloseable {
  private final ThreadFactory threads;
  private final int threadCount;
  private final ChunkWork.Workshop<J> workshop;

  /** Room for all chunks and all ends: handing over never waits. */
  private final BlockingQueue<Entry> queue;

  private final List<CountDownLatch> running = new ArrayList<>();
  private boolean started;

  /** Written by the caller, read by workers: chunks that are not wanted any more pass through. */
  private volatile boolean skipping;

  /** A chunk, or the end of a worker. */
  private sealed interface Entry {
    record Work(Chunk chunk) implements Entry {}

    record End() implements Entry {}
  }

  ChunkWorkers(ThreadFactory threads, int threadCount, ChunkWork.Workshop<J> workshop) {
    if (threadCount < 1) {
      throw new IllegalArgumentException("expected 1 thread or more, actual " + threadCount);
    }
    this.threads = threads;
    this.threadCount = threadCount;
    this.workshop = workshop;
    queue = new ArrayBlockingQueue<>(2 * threadCount + 2);
  }

  /**
   * @return false when there is no thread at all: the caller works
   */
  boolean submit(Chunk chunk) {
    if (!started) {
      start();
    }
    if (running.isEmpty()) {
      return false;
    }
    boolean taken = queue.offer(new Entry.Work(chunk));
    assert taken : "expected room for every chunk";
    return true;
  }

  /** Lets chunks pass without work, while a run that failed is cleared. */
  void skip(boolean whether) {
    skipping = whether;
  }

  private void start() {
    started = true;
    try {
      for (int i = 0; i < threadCount; i++) {
        CountDownLatch ended = new CountDownLatch(1);
        Thread thread =
            threads.newThread(() -> {
              try {
                serve();
              } finally {
                ended.countDown();
              }
            });
        thread.start();
        running.add(ended);
      }
    } catch (NotGrantedException e) {
      // Fewer threads work as well; the limit is the operator's wish.
      return;
    }
  }

  private void serve() {
    ChunkWork<J> work = null;
    try {
      while (true) {
        switch (queue.take()) {
          case Entry.End _ -> {
            return;
          }
          case Entry.Work(Chunk chunk) -> {
            try {
              if (!skipping) {
                if (work == null) {
                  work = workshop.open();
                }
                @SuppressWarnings("unchecked")
                J job = (J) chunk.job;
                chunk.worked(work.work(job, chunk));
              }
            } catch (Throwable e) {
              // The caller throws it.
              chunk.failure = e;
            } finally {
              chunk.done.release();
            }
          }
        }
      }
    } catch (InterruptedException e) {
      // Nobody waits for this thread but close: whoever interrupts it ends it.
      Thread.currentThread().interrupt();
    } finally {
      if (work != null) {
        work.close();
      }
    }
  }

  /** Ends the threads, and waits for them. No chunk is being worked on. */
  @Override
  public void close() {
    for (int i = 0; i < running.size(); i++) {
      boolean taken = queue.offer(new Entry.End());
      assert taken : "expected room for every end";
    }
    boolean interrupted = false;
    for (CountDownLatch ended : running) {
      while (ended.getCount() > 0) {
        try {
          ended.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    running.clear();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

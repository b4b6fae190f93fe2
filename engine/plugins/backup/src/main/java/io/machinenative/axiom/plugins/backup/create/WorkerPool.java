package io.machinenative.axiom.plugins.backup.create;

import io.machinenative.axiom.plugins.backup.files.AttributeReader;
import io.machinenative.axiom.plugins.backup.format.ChunkKind;
import io.machinenative.axiom.plugins.backup.index.ChunkIndex;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.Surroundings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The threads that read files. Owned by who walks, who closes it. */
final class WorkerPool implements AutoCloseable {
  private final BlockingQueue<FileWorker.Part> parts = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Failure failure;

  WorkerPool(
      Repository repository,
      Surroundings surroundings,
      ChunkIndex index,
      PackStorer storer,
      BackupProgress progress,
      Failure failure,
      BackupRequest request) {
    this.failure = failure;
    FileWorker.Opening opening =
        () -> {
          ChunkStore chunks =
              new ChunkStore(
                  repository.keys(),
                  ChunkKind.DATA,
                  index,
                  storer,
                  progress,
                  repository.settings().packBytes(),
                  request.level());
          FileReader reader =
              new FileReader(
                  chunks,
                  repository.table(),
                  repository.settings().chunkSizes(),
                  failure,
                  surroundings.memory().get());
          return new FileWorker.Tools(reader, chunks, new AttributeReader());
        };
    for (int i = 0; i < surroundings.workers(); i++) {
      FileWorker worker = new FileWorker(parts, progress, failure, opening);
      Thread thread = surroundings.threads().newThread(worker);
      threads.add(thread);
      thread.start();
    }
  }

  /** Has a file read; the caller bounds how many at a time. */
  void submit(FileTask task) {
    for (int part = 0; part < task.partCount(); part++) {
      parts.add(new FileWorker.Part(task, part));
    }
  }

  /** Waits until all files are read and all packs are handed over. */
  void finish() throws InterruptedException, IOException {
    end();
    for (Thread thread : threads) {
      thread.join();
    }
    failure.throwIfAny();
  }

  private void end() {
    threads.forEach(thread -> parts.add(FileWorker.Part.END));
  }

  @Override
  public void close() {
    parts.clear();
    end();
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
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

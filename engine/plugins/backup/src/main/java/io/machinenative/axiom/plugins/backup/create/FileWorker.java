package io.machinenative.axiom.plugins.backup.create;

import io.machinenative.axiom.plugins.backup.files.AttributeReader;
import io.machinenative.axiom.plugins.backup.files.FoundFile;
import io.machinenative.axiom.plugins.backup.files.TreeScanner;
import io.machinenative.axiom.plugins.backup.tree.Attributes;
import io.machinenative.axiom.plugins.backup.tree.Content;
import io.machinenative.axiom.plugins.backup.tree.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;

/**
 * One of the threads that read: takes parts of files until there are no more. Sees to it that what
 * is kept of a file is one state of it: a file that changes while it is read is read again, and
 * told when it does not stand still.
 */
final class FileWorker implements Runnable {
  private static final int ATTEMPTS = 3;

  private final BlockingQueue<Part> parts;
  private final BackupProgress progress;
  private final Failure failure;
  private final Opening opening;

  /** A part of a file; with no file it ends the worker. */
  record Part(FileTask task, int number) {
    static final Part END = new Part(null, 0);
  }

  /** Opens what a worker reads with: on the worker's own thread, to which contexts belong. */
  @FunctionalInterface
  interface Opening {
    Tools open();
  }

  /** What a worker reads with; it closes them. */
  record Tools(FileReader reader, ChunkStore chunks, AttributeReader attributes)
      implements AutoCloseable {
    @Override
    public void close() {
      reader.close();
      chunks.close();
      attributes.close();
    }
  }

  FileWorker(BlockingQueue<Part> parts, BackupProgress progress, Failure failure, Opening opening) {
    this.parts = parts;
    this.progress = progress;
    this.failure = failure;
    this.opening = opening;
  }

  @Override
  public void run() {
    try (Tools tools = opening.open()) {
      for (Part part = parts.take(); part.task != null; part = parts.take()) {
        failure.throwIfAny();
        read(part, tools);
      }
      tools.chunks.flush();
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      failure.set(e);
    }
  }

  private void read(Part part, Tools tools) throws IOException, InterruptedException {
    FileTask task = part.task;
    Content content = null;
    try {
      content =
          tools.reader.read(
              task.found().path(), FileTask.partStart(part.number), task.partEnd(part.number));
    } catch (IOException e) {
      failure.throwIfAny();
      progress.warn(task.found().path() + ": not read: " + e);
    }
    if (task.setPart(part.number, content)) {
      task.finish(task.isUnreadable() ? null : finish(task, tools));
    }
  }

  private Entry finish(FileTask task, Tools tools) throws IOException, InterruptedException {
    FoundFile found = task.found();
    Content content = task.content();
    try {
      for (int attempt = 1; ; attempt++) {
        FoundFile now = tools.attributes.read(found.path());
        boolean same =
            now.type() == FoundFile.Type.FILE
                && now.attributes().sameContent(found.attributes())
                && content.bytes() == now.attributes().bytes();
        if (same || attempt == ATTEMPTS || now.type() != FoundFile.Type.FILE) {
          if (!same) {
            progress.warn(
                "%s: changed while it was read, %d times; kept as it was read last"
                    .formatted(found.path(), attempt));
          }
          break;
        }
        found = now;
        content = tools.reader.read(found.path(), 0, found.attributes().bytes());
      }
    } catch (IOException e) {
      failure.throwIfAny();
      progress.warn(found.path() + ": gone while it was read: " + e);
      return null;
    }
    progress.read(content.bytes());
    Attributes attributes = TreeScanner.attributes(tools.attributes, found, this::leftOut);
    return Entry.file(task.path(), attributes.withBytes(content.bytes()), content);
  }

  private void leftOut(Path path, String problem) {
    progress.warn(path + ": left out: " + problem);
  }
}

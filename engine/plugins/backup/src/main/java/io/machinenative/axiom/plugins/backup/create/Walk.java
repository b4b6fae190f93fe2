package io.machinenative.axiom.plugins.backup.create;

import io.machinenative.axiom.plugins.backup.files.FoundFile;
import io.machinenative.axiom.plugins.backup.files.TreeScanner;
import io.machinenative.axiom.plugins.backup.tree.Entry;
import io.machinenative.axiom.plugins.backup.tree.EntryType;
import io.machinenative.axiom.plugins.backup.tree.PathBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Walks the sources, has files read, and brings the entries into their order again: the oldest that
 * is not done yet holds the others up, and no more than {@value #WINDOW} are on their way. One
 * thread's.
 */
final class Walk {
  private static final int WINDOW = 1024;

  private final TreeScanner scanner;
  private final ParentFiles parent;
  private final WorkerPool workers;
  private final TreeStage tree;
  private final BackupProgress progress;
  private final Failure failure;
  private final ArrayDeque<Pending> window = new ArrayDeque<>(WINDOW);
  private final Map<Inode, byte[]> linked = new HashMap<>();

  /** An entry, or the task whose outcome it will be. */
  private record Pending(Entry entry, FileTask task) {}

  /** What all names of a file have in common. */
  private record Inode(long device, long number) {}

  /**
   * @param parent null when all files are read
   */
  Walk(
      TreeScanner scanner,
      ParentFiles parent,
      WorkerPool workers,
      TreeStage tree,
      BackupProgress progress,
      Failure failure) {
    this.scanner = scanner;
    this.parent = parent;
    this.workers = workers;
    this.tree = tree;
    this.progress = progress;
    this.failure = failure;
  }

  void run() throws IOException, InterruptedException {
    for (TreeScanner.Scanned found = scanner.next(); found != null; found = scanner.next()) {
      failure.throwIfAny();
      Pending pending = pending(found);
      if (pending != null) {
        window.add(pending);
      }
      while (!window.isEmpty() && (window.size() >= WINDOW || isDone(window.peek()))) {
        takeOldest();
      }
    }
    while (!window.isEmpty()) {
      takeOldest();
    }
  }

  private static boolean isDone(Pending pending) {
    return pending.task == null || pending.task.isDone();
  }

  private void takeOldest() throws IOException, InterruptedException {
    Pending oldest = window.remove();
    Entry entry = oldest.task == null ? oldest.entry : oldest.task.await(failure);
    if (entry != null) {
      tree.add(entry);
    }
  }

  private Pending pending(TreeScanner.Scanned scanned) {
    FoundFile found = scanned.file();
    return switch (found.type()) {
      case DIRECTORY ->
          new Pending(Entry.directory(scanned.path(), scanner.attributes(found)), null);
      case SYMBOLIC_LINK -> symbolicLink(scanned.path(), found);
      case FILE -> file(scanned.path(), found);
      case OTHER -> null;
    };
  }

  private Pending symbolicLink(byte[] path, FoundFile found) {
    try {
      byte[] target = PathBytes.raw(Files.readSymbolicLink(found.path()));
      return new Pending(
          Entry.link(EntryType.SYMBOLIC_LINK, path, scanner.attributes(found), target), null);
    } catch (IOException e) {
      progress.warn(found.path() + ": left out: " + e);
      return null;
    }
  }

  private Pending file(byte[] path, FoundFile found) {
    if (found.links() > 1) {
      Inode inode = new Inode(found.attributes().device(), found.attributes().inode());
      byte[] first = linked.putIfAbsent(inode, path);
      if (first != null) {
        progress.found(0);
        return new Pending(Entry.link(EntryType.HARD_LINK, path, found.attributes(), first), null);
      }
    }
    progress.found(found.attributes().bytes());
    Entry unchanged = parent == null ? null : parent.unchanged(path, found);
    if (unchanged != null) {
      return new Pending(unchanged, null);
    }
    FileTask task = new FileTask(path, found);
    workers.submit(task);
    return new Pending(null, task);
  }
}

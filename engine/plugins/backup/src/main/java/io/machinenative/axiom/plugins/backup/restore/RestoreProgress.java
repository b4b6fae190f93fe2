package io.machinenative.axiom.plugins.backup.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** How far a restore is, and what it could not bring back. Many threads write, any thread reads. */
public final class RestoreProgress {
  private static final int KEPT = 1000;

  private final LongAdder files = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder others = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder warnings = new LongAdder();
  private final List<String> messages = new ArrayList<>();

  void restored(long fileBytes) {
    files.increment();
    bytes.add(fileBytes);
  }

  void restoredOther() {
    others.increment();
  }

  void skipped() {
    skipped.increment();
  }

  /** Something is not there, or not whole. */
  void fail(String message) {
    failures.increment();
    keep(message);
  }

  /** Something is there, but not with all its attributes. */
  void warn(String message) {
    warnings.increment();
    keep(message);
  }

  private void keep(String message) {
    synchronized (messages) {
      if (messages.size() < KEPT) {
        messages.add(message);
      }
    }
  }

  public long files() {
    return files.sum();
  }

  public long bytes() {
    return bytes.sum();
  }

  /** Directories and links. */
  public long others() {
    return others.sum();
  }

  /** Files that were there and stayed. */
  public long skippedFiles() {
    return skipped.sum();
  }

  public long failures() {
    return failures.sum();
  }

  public long warnings() {
    return warnings.sum();
  }

  /** The first thousand of both. */
  public List<String> messages() {
    synchronized (messages) {
      return List.copyOf(messages);
    }
  }
}

package io.machinenative.axiom.plugins.backup.create;

import io.machinenative.axiom.plugins.backup.files.FoundFile;
import io.machinenative.axiom.plugins.backup.tree.Content;
import io.machinenative.axiom.plugins.backup.tree.Entry;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file that is being read: in parts, so that the cores share a large one. Whoever reads the last
 * part looks whether the file stayed the same, and sets the outcome; who asked for it waits.
 */
final class FileTask {
  /** A part is cut into chunks on its own, which costs one chunk in a hundred its equal. */
  static final long PART_BYTES = 128L << 20;

  private static final long LOOK_MS = 100;

  private final byte[] path;
  private final FoundFile found;
  private final Content[] parts;
  private final AtomicInteger partsLeft;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean unreadable;
  private Entry entry;

  FileTask(byte[] path, FoundFile found) {
    this.path = path;
    this.found = found;
    long bytes = found.attributes().bytes();
    parts = new Content[(int) Math.max(1, (bytes + PART_BYTES - 1) / PART_BYTES)];
    partsLeft = new AtomicInteger(parts.length);
  }

  byte[] path() {
    return path;
  }

  FoundFile found() {
    return found;
  }

  int partCount() {
    return parts.length;
  }

  /** Where a part begins. */
  static long partStart(int part) {
    return part * PART_BYTES;
  }

  /** Where a part ends, as the file was found. */
  long partEnd(int part) {
    return Math.min(found.attributes().bytes(), partStart(part + 1));
  }

  /**
   * Sets what a part is.
   *
   * @param content null when it could not be read
   * @return whether it was the last one
   */
  boolean setPart(int part, Content content) {
    parts[part] = content;
    if (content == null) {
      unreadable = true;
    }
    // Counting down publishes the part to whoever counts to zero.
    return partsLeft.decrementAndGet() == 0;
  }

  boolean isUnreadable() {
    return unreadable;
  }

  /** All parts, when they are set. */
  Content content() {
    return Content.join(Arrays.asList(parts));
  }

  /** Sets the outcome: null when the file is left out. */
  void finish(Entry outcome) {
    entry = outcome;
    done.countDown();
  }

  boolean isDone() {
    return done.getCount() == 0;
  }

  /** Waits for the outcome: null when the file is left out. */
  Entry await(Failure failure) throws InterruptedException, IOException {
    while (!done.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
      failure.throwIfAny();
    }
    return entry;
  }
}

package io.machinenative.axiom.plugins.backup.create;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * How far a run is, and what went wrong that does not end it. Many threads write, any thread reads.
 */
public final class BackupProgress {
  private static final int WARNINGS_KEPT = 1000;

  private final LongAdder files = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder readFiles = new LongAdder();
  private final LongAdder readBytes = new LongAdder();
  private final LongAdder newChunks = new LongAdder();
  private final LongAdder newBytes = new LongAdder();
  private final LongAdder storedBytes = new LongAdder();
  private final LongAdder warningCount = new LongAdder();
  private final List<String> warnings = new ArrayList<>();

  public void found(long fileBytes) {
    files.increment();
    bytes.add(fileBytes);
  }

  public void read(long fileBytes) {
    readFiles.increment();
    readBytes.add(fileBytes);
  }

  void chunkAdded(long rawBytes) {
    newChunks.increment();
    newBytes.add(rawBytes);
  }

  void packStored(long packBytes) {
    storedBytes.add(packBytes);
  }

  /** Notes what is wrong with a file; the first thousand are kept. */
  public void warn(String warning) {
    warningCount.increment();
    synchronized (warnings) {
      if (warnings.size() < WARNINGS_KEPT) {
        warnings.add(warning);
      }
    }
  }

  public long files() {
    return files.sum();
  }

  public long bytes() {
    return bytes.sum();
  }

  public long readFiles() {
    return readFiles.sum();
  }

  public long readBytes() {
    return readBytes.sum();
  }

  public long newChunks() {
    return newChunks.sum();
  }

  public long newBytes() {
    return newBytes.sum();
  }

  public long storedBytes() {
    return storedBytes.sum();
  }

  public long warningCount() {
    return warningCount.sum();
  }

  /** The first ones. */
  public List<String> warnings() {
    synchronized (warnings) {
      return List.copyOf(warnings);
    }
  }
}

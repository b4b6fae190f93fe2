package io.machinenative.axiom.plugins.backup.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What a check has found so far. Many threads write, any thread reads. */
public final class Findings {
  private static final int KEPT = 10_000;

  private final LongAdder chunks = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder problems = new LongAdder();
  private final List<String> messages = new ArrayList<>();

  void proven(long rawBytes) {
    chunks.increment();
    bytes.add(rawBytes);
  }

  void problem(String message) {
    problems.increment();
    synchronized (messages) {
      if (messages.size() < KEPT) {
        messages.add(message);
      }
    }
  }

  public long provenChunks() {
    return chunks.sum();
  }

  public long provenBytes() {
    return bytes.sum();
  }

  public long problemCount() {
    return problems.sum();
  }

  /** The first ten thousand, in order. */
  public List<String> problems() {
    synchronized (messages) {
      return messages.stream().sorted().toList();
    }
  }
}

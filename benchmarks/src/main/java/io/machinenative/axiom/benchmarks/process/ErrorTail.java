package io.machinenative.axiom.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Drains a child's stderr on a thread of its own and keeps the last lines, for when it fails. Any
 * thread.
 */
final class ErrorTail implements Runnable {
  private static final int MAX_LINES = 60;
  private static final long END_MS = 1_000;

  private final BufferedReader input;
  private final Deque<String> lines = new ArrayDeque<>();
  private Thread thread;

  private ErrorTail(BufferedReader input) {
    this.input = input;
  }

  static ErrorTail of(Process process) {
    ErrorTail tail = new ErrorTail(process.errorReader());
    tail.thread = Thread.ofVirtual().name("bench-stderr").start(tail);
    return tail;
  }

  /** The last lines; waits a moment for the end of a process that was killed. */
  String text() {
    try {
      thread.join(Duration.ofMillis(END_MS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  @Override
  public void run() {
    try {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        keep(line);
      }
    } catch (IOException e) {
      keep("stderr cannot be read: " + e.getMessage());
    }
  }

  private void keep(String line) {
    synchronized (lines) {
      if (lines.size() == MAX_LINES) {
        lines.removeFirst();
      }
      lines.addLast(line);
    }
  }
}

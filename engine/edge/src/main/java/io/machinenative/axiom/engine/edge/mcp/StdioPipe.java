package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.engine.edge.json.ByteSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;

/**
 * A client at the other end of two streams: a message in each line. One thread reads, with {@link
 * #readAll}; the ingress thread takes what was read, and writes.
 */
public final class StdioPipe {
  /** Lines that wait for the ingress thread; the reader waits while there are so many. */
  private static final int LINES = 256;

  private static final int CHUNK_BYTES = 64 * 1024;

  private final InputStream in;
  private final OutputStream out;
  private final int maxLineBytes;
  private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(LINES);
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean ended;
  private volatile Runnable wakeup = () -> {};

  /**
   * @param maxLineBytes a longer line is no message
   */
  public StdioPipe(InputStream in, OutputStream out, int maxLineBytes) {
    this.in = in;
    this.out = out;
    this.maxLineBytes = maxLineBytes;
  }

  /**
   * Reads until the input ends or fails. By one thread, which does nothing else; waits for input
   * and, when the server is behind, for the server.
   */
  public void readAll() throws IOException, InterruptedException {
    try {
      byte[] chunk = new byte[CHUNK_BYTES];
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        int start = 0;
        for (int i = 0; i < count; i++) {
          if (chunk[i] == '\n') {
            append(line, chunk, start, i);
            offer(line);
            start = i + 1;
          }
        }
        append(line, chunk, start, count);
      }
      offer(line);
    } finally {
      ended = true;
      wakeup.run();
    }
  }

  /** What is longer than it may be is cut, and then no JSON any more. */
  private void append(ByteArrayOutputStream line, byte[] chunk, int start, int end) {
    line.write(chunk, start, Math.min(end - start, maxLineBytes + 1 - line.size()));
  }

  private void offer(ByteArrayOutputStream line) throws InterruptedException {
    byte[] message = line.toByteArray();
    line.reset();
    if (!isBlank(message)) {
      lines.put(message);
      wakeup.run();
    }
  }

  private static boolean isBlank(byte[] line) {
    for (byte octet : line) {
      if (octet != ' ' && octet != '\t' && octet != '\r') {
        return false;
      }
    }
    return true;
  }

  /** Waits until the input has ended and all that came is answered, or the server stops. */
  public void awaitEnd() throws InterruptedException {
    finished.await();
  }

  // ── ingress thread ─────────────────────────────────────────────────────────

  void onInput(Runnable whatEndsTheWait) {
    wakeup = whatEndsTheWait;
  }

  /** The next line, or null. */
  byte[] poll() {
    return lines.poll();
  }

  boolean hasInput() {
    return !lines.isEmpty();
  }

  /** Whether no line will come any more. */
  boolean isEnded() {
    return ended && lines.isEmpty();
  }

  void write(ByteSink message) throws IOException {
    out.write(message.bytes(), 0, message.length());
    out.write('\n');
  }

  void flush() throws IOException {
    out.flush();
  }

  void finish() {
    finished.countDown();
  }
}

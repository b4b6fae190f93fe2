package io.machinenative.axiom.engine.gateway.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.gateway.rpc.Incoming;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.RawJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * A child that speaks MCP on its standard input and output, one message a line. Three threads serve
 * it: one reads, one writes, one reads its error output; so neither a child that reads nothing nor
 * one that says much keeps anybody waiting. Any thread may use it.
 */
public final class StdioLink implements Link {
  private static final int LINES_WAITING = 1024;
  private static final int ERROR_LINE_BYTES = 1024;
  private static final int BUFFER_BYTES = 64 * 1024;

  /** Lines that are no messages: a program that prints more than these is none of MCP. */
  private static final int MOST_STRAY_LINES = 100;

  /** For the child to end by itself once its input has ended, and again after SIGTERM. */
  private static final long END_MS = 1_000;

  private final Process process;
  private final Stray stray;
  private final int maxBytes;
  private final ArrayBlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(LINES_WAITING);
  private final Map<Long, StdioExchange> pending = new ConcurrentHashMap<>();
  private volatile String ended;
  private int strayLines;

  private StdioLink(Process process, int maxBytes, Stray stray) {
    this.process = process;
    this.maxBytes = maxBytes;
    this.stray = stray;
  }

  /**
   * Starts a child.
   *
   * @param maxBytes longest message that is read
   * @throws UpstreamException UNREACHABLE when it cannot be started
   */
  public static StdioLink start(
      ProcessBuilder child, int maxBytes, ThreadFactory threads, Stray stray)
      throws UpstreamException {
    Process process;
    try {
      process = child.start();
    } catch (IOException e) {
      throw new UpstreamException(
          Kind.UNREACHABLE, "cannot be started: " + UpstreamException.shortened(e.getMessage()));
    }
    StdioLink link = new StdioLink(process, maxBytes, stray);
    threads.newThread(link::read).start();
    threads.newThread(link::write).start();
    threads.newThread(link::readErrors).start();
    return link;
  }

  @Override
  public Exchange send(Outbound request) throws UpstreamException {
    StdioExchange exchange = new StdioExchange(this, request.id());
    pending.put(request.id(), exchange);
    if (ended != null) {
      pending.remove(request.id());
      throw new UpstreamException(Kind.UNREACHABLE, ended);
    }
    if (!lines.offer(request.json())) {
      pending.remove(request.id());
      throw new UpstreamException(Kind.BUSY, "does not read its input", 100);
    }
    return exchange;
  }

  @Override
  public void tell(Outbound message) {
    boolean queued = lines.offer(message.json());
    assert queued || ended != null || lines.remainingCapacity() == 0;
  }

  void forget(long id) {
    pending.remove(id);
  }

  @Override
  public boolean closingCancels() {
    return false;
  }

  @Override
  public String ended() {
    return ended;
  }

  /** Of the child. */
  public long pid() {
    return process.pid();
  }

  // ── the writer ─────────────────────────────────────────────────────────────

  private void write() {
    try (OutputStream out = process.getOutputStream()) {
      while (ended == null) {
        byte[] line = lines.poll(END_MS, TimeUnit.MILLISECONDS);
        if (line != null && ended == null) {
          out.write(line);
          out.write('\n');
          out.flush();
        }
      }
    } catch (IOException e) {
      end("reads no more: " + UpstreamException.shortened(String.valueOf(e.getMessage())));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  // ── the reader ─────────────────────────────────────────────────────────────

  private void read() {
    try (InputStream in = process.getInputStream()) {
      readLines(in);
      end("its program ended" + exitCode());
    } catch (IOException e) {
      end("cannot be read: " + UpstreamException.shortened(String.valueOf(e.getMessage())));
    } catch (UpstreamException e) {
      end(e.getMessage());
    }
    process.destroyForcibly();
  }

  private String exitCode() {
    try {
      return process.waitFor(END_MS, TimeUnit.MILLISECONDS)
          ? " with exit code " + process.exitValue()
          : "";
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private void readLines(InputStream in) throws IOException, UpstreamException {
    byte[] buffer = new byte[BUFFER_BYTES];
    ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      int from = 0;
      for (int i = 0; i < count; i++) {
        if (buffer[i] == '\n') {
          line.write(buffer, from, i - from);
          from = i + 1;
          onLine(line.toByteArray());
          line.reset();
        }
      }
      line.write(buffer, from, count - from);
      if (line.size() > maxBytes) {
        throw new UpstreamException(
            Kind.WRONG, "sent a message longer than the " + maxBytes + " bytes that are read");
      }
    }
  }

  private void onLine(byte[] line) throws UpstreamException {
    String start = new String(line, 0, Math.min(line.length, 8), UTF_8).strip();
    if (start.isEmpty()) {
      return;
    }
    try {
      if (!start.startsWith("{")) {
        throw new UpstreamException(Kind.WRONG, "prints what is no message");
      }
      onMessage(Incoming.parse(line));
    } catch (UpstreamException e) {
      String text = new String(line, 0, Math.min(line.length, ERROR_LINE_BYTES), UTF_8);
      stray.noted(e.getMessage() + ": " + UpstreamException.shortened(text));
      if (++strayLines > MOST_STRAY_LINES) {
        throw new UpstreamException(
            Kind.WRONG, "prints what is no message, more than " + MOST_STRAY_LINES + " times");
      }
    }
  }

  private void onMessage(Incoming message) {
    switch (message) {
      case Incoming.Answer answer -> end(answer.id(), answer);
      case Incoming.Refusal refusal -> end(refusal.id(), refusal);
      case Incoming.Told told -> {
        StdioExchange exchange =
            told.method().equals("notifications/progress")
                ? pending.get(progressOf(told))
                : told.method().equals("notifications/message") ? only() : null;
        if (exchange == null) {
          stray.told(told);
        } else {
          exchange.offer(told);
        }
      }
      case Incoming.Asked asked -> {
        StdioExchange exchange = asked.method().equals("ping") ? null : only();
        if (exchange == null) {
          stray.asked(asked);
        } else {
          exchange.offer(asked);
        }
      }
    }
  }

  private void end(long id, Incoming last) {
    StdioExchange exchange = pending.remove(id);
    if (exchange != null) {
      exchange.end(last);
    }
  }

  /** What does not say whom it is for is for the only request, or nobody. */
  private StdioExchange only() {
    return pending.size() == 1 ? pending.values().stream().findFirst().orElse(null) : null;
  }

  private static long progressOf(Incoming.Told told) {
    byte[] token = RawJson.members(told.params()).get("progressToken");
    return token != null && Json.read(token) instanceof Number number ? number.longValue() : -1;
  }

  // ── the error output ───────────────────────────────────────────────────────

  private void readErrors() {
    try (InputStream in = process.getErrorStream()) {
      byte[] buffer = new byte[BUFFER_BYTES];
      ByteArrayOutputStream line = new ByteArrayOutputStream(ERROR_LINE_BYTES);
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++) {
          if (buffer[i] == '\n') {
            stray.noted(UpstreamException.shortened(line.toString(UTF_8)));
            line.reset();
          } else if (line.size() < ERROR_LINE_BYTES) {
            line.write(buffer[i]);
          }
        }
      }
    } catch (IOException e) {
      stray.noted("its error output cannot be read: " + e.getMessage());
    }
  }

  // ── its end ────────────────────────────────────────────────────────────────

  private void end(String why) {
    synchronized (this) {
      if (ended != null) {
        return;
      }
      ended = why;
    }
    pending
        .keySet()
        .forEach(id -> {
          StdioExchange exchange = pending.remove(id);
          if (exchange != null) {
            exchange.end(new UpstreamException(Kind.LOST, why));
          }
        });
    stray.ended(why);
  }

  /** Ends its input, then the child; kills it when it does not go. */
  @Override
  public void close() {
    end("was stopped");
    lines.clear();
    boolean woken = lines.offer(new byte[0]); // the writer ends, and closes the child's input
    assert woken || !process.isAlive() || lines.remainingCapacity() == 0;
    try {
      if (!process.waitFor(END_MS, TimeUnit.MILLISECONDS)) {
        process.destroy();
        if (!process.waitFor(END_MS, TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
        }
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A child that speaks MCP on its standard input and output, one message a line. Three threads serve
 * it: one reads, one writes, one reads its error output; so neither a child that reads nothing nor
 * one that says much keeps anybody waiting. Any thread may use it.
 */
public final class StdioLink implements Link {
  /** Lines that wait for the child to read them, counted by {@link #room}. */
  private static final int KIB_WAITING = 16 * 1024;

  /** Of a line that is shorter: so no more than 1,024 wait. */
  private static final int KIB_LEAST = 16;

  private static final int ERROR_LINE_BYTES = 1024;
  private static final int BUFFER_BYTES = 64 * 1024;

  /** Lines that are no messages: a program that prints more than these is none of MCP. */
  private static final int MOST_STRAY_LINES = 100;

  /** For the child to end by itself once its input has ended, and again after SIGTERM. */
  private static final long END_MS = 1_000;

  private final Process process;
  private final Stray stray;
  private final int maxBytes;
  private final Semaphore room = new Semaphore(KIB_WAITING);
  private final LinkedBlockingQueue<Line> lines = new LinkedBlockingQueue<>();
  private final Map<Long, StdioExchange> pending = new ConcurrentHashMap<>();
  private volatile String ended;

  private final AtomicLong heard = new AtomicLong();

  /** Whether the writer waits for the child to read. */
  private volatile boolean writing;

  private int strayLines;

  /**
   * A line that waits.
   *
   * @param roomKib what it takes of the room
   */
  private record Line(byte[] json, int roomKib) {}

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
    StdioExchange exchange = new StdioExchange(this, request);
    pending.put(request.id(), exchange);
    if (ended != null) {
      pending.remove(request.id());
      throw new UpstreamException(Kind.UNREACHABLE, ended);
    }
    if (!queue(request)) {
      pending.remove(request.id());
      throw new UpstreamException(Kind.STUCK, "does not read its input", 100);
    }
    return exchange;
  }

  @Override
  public void tell(Outbound message) {
    boolean queued = queue(message);
    assert queued || !message.aside();
  }

  private boolean queue(Outbound message) {
    int wantedKib = Math.clamp(message.json().length / 1024, KIB_LEAST, KIB_WAITING);
    int roomKib = message.aside() ? 0 : wantedKib;
    return room.tryAcquire(roomKib) && lines.add(new Line(message.json(), roomKib));
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
        Line line = lines.poll(END_MS, TimeUnit.MILLISECONDS);
        if (line != null && ended == null) {
          room.release(line.roomKib());
          writing = true;
          out.write(line.json());
          out.write('\n');
          out.flush();
          writing = false;
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
    family().forEach(ProcessHandle::destroyForcibly);
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
    heard.incrementAndGet();
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

  /** What does not say whom it is for is for the only call, or nobody. */
  private StdioExchange only() {
    StdioExchange only = null;
    for (StdioExchange exchange : pending.values()) {
      if (!exchange.isAside()) {
        if (only != null) {
          return null;
        }
        only = exchange;
      }
    }
    return only;
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

  @Override
  public boolean isProgram() {
    return true;
  }

  @Override
  public long heard() {
    return heard.get();
  }

  @Override
  public void giveUp(String why) {
    end(why);
    lines.clear();
    lines.add(new Line(new byte[0], 0)); // the writer ends, and closes the child's input
  }

  /**
   * Ends its input, then the child and whom it started: SIGTERM, and SIGKILL when they do not go.
   */
  @Override
  public void close() {
    giveUp("was stopped");
    List<ProcessHandle> family = List.of();
    try {
      boolean hears = !writing; // that its input has ended
      if (!hears || !process.waitFor(END_MS, TimeUnit.MILLISECONDS)) {
        family = family();
        family.forEach(ProcessHandle::destroy);
        awaitEnd(family);
      }
    } catch (InterruptedException _) {
      family = family();
      Thread.currentThread().interrupt();
    }
    family.forEach(ProcessHandle::destroyForcibly);
  }

  /** The child, and whom it started; known as long as it is there. */
  private List<ProcessHandle> family() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  private static void awaitEnd(List<ProcessHandle> family) throws InterruptedException {
    try {
      CompletableFuture.allOf(
              family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
          .get(END_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      // they are killed
    } catch (ExecutionException e) {
      throw new IllegalStateException("a process ends without failures", e);
    }
  }
}

package io.machinenative.axiom.engine.identity;

import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * Who came in, who was refused and why, and what was denied: a line of JSON each, in a file that
 * grows to {@link #MOST_BYTES} and then takes the place of the one before. Credentials are never in
 * it.
 *
 * <p>Any thread notes, and does not wait: what comes faster than it is written is counted and left
 * out. The conductor writes.
 */
public final class AuditLog implements Followed {
  /** A file that has grown so far becomes {@code audit.log.1}. */
  static final long MOST_BYTES = 16L << 20;

  private static final int WAITING = 4096;

  private record Event(long atMs, String what, String who, String from, String detail) {}

  private final ManyToOneConcurrentArrayQueue<Event> waiting =
      new ManyToOneConcurrentArrayQueue<>(WAITING);
  private final AtomicLong leftOut = new AtomicLong();
  private final Optional<Path> file;
  private final EpochClock clock;
  private final ErrorHandler errors;

  /**
   * @param file to append to; empty: nothing is kept
   * @param clock wall time
   * @param errors is told when it cannot be written
   */
  public AuditLog(Optional<Path> file, EpochClock clock, ErrorHandler errors) {
    this.file = file;
    this.clock = clock;
    this.errors = errors;
  }

  /**
   * Notes what happened. Allocates, but not where nothing is kept.
   *
   * @param what {@code accepted}, {@code refused}, {@code limited} or {@code denied}
   * @param who the principal; empty when it is not known
   * @param from the address; null when there is none, or it is not known
   */
  void note(String what, String who, InetAddress from, String detail) {
    if (file.isEmpty()) {
      return;
    }
    String address = from == null ? "" : from.getHostAddress();
    if (!waiting.offer(new Event(clock.time(), what, who, address, detail))) {
      leftOut.incrementAndGet();
    }
  }

  @Override
  public void look(long nowMs) {
    if (waiting.isEmpty() || file.isEmpty()) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    int count = waiting.size();
    for (int i = 0; i < count; i++) {
      lines.append(line(waiting.poll())).append('\n');
    }
    long missing = leftOut.getAndSet(0);
    if (missing > 0) {
      lines.append(line(new Event(nowMs, "left-out", "", "", missing + " events"))).append('\n');
    }
    write(file.get(), lines.toString());
  }

  private static String line(Event event) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("at", Instant.ofEpochMilli(event.atMs()).toString());
    json.put("what", event.what());
    json.put("who", event.who());
    if (!event.from().isEmpty()) {
      json.put("from", event.from());
    }
    json.put("detail", event.detail());
    return Json.text(json);
  }

  private void write(Path target, String lines) {
    try {
      if (Files.exists(target) && Files.size(target) > MOST_BYTES) {
        Files.move(
            target,
            target.resolveSibling(target.getFileName() + ".1"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(target, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      errors.onError(e);
    }
  }
}

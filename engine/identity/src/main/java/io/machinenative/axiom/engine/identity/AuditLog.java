package io.machinenative.axiom.engine.identity;

import io.machinenative.axiom.engine.base.RollingFile;
import io.machinenative.axiom.engine.json.Json;
import java.net.InetAddress;
import java.nio.file.Path;
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
 * <p>Any thread notes, and does not wait: what comes faster than it is written, or cannot be
 * written, is counted and left out. The conductor writes.
 */
public final class AuditLog implements Followed {
  /** A file that has grown so far becomes {@code audit.log.1}. */
  static final long MOST_BYTES = 16L << 20;

  private static final int WAITING = 4096;

  private record Event(long atMs, String what, String who, String from, String detail) {}

  private final ManyToOneConcurrentArrayQueue<Event> waiting =
      new ManyToOneConcurrentArrayQueue<>(WAITING);
  private final AtomicLong leftOut = new AtomicLong();
  private final Optional<RollingFile> file;
  private final EpochClock clock;

  /**
   * @param file to append to; empty: nothing is kept
   * @param clock wall time
   * @param errors is told when it cannot be written
   */
  public AuditLog(Optional<Path> file, EpochClock clock, ErrorHandler errors) {
    this.file = file.map(path -> new RollingFile(path, MOST_BYTES, errors));
    this.clock = clock;
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
    if (file.isEmpty() || (waiting.isEmpty() && leftOut.get() == 0)) {
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
    if (!file.get().append(lines.toString())) {
      leftOut.addAndGet(count + missing);
    }
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
}

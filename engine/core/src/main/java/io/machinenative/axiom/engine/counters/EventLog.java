package io.machinenative.axiom.engine.counters;

import io.machinenative.axiom.api.LogLevel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.EpochClock;

/**
 * What happened last, for people: the start, plugins that come and go, what they log, settings that
 * changed, the first time of each error. Keeps {@value #KEPT} lines. Any thread; who writes waits
 * for who else writes, so nothing that happens for every call is written here.
 */
public final class EventLog {
  /** So many lines are kept. */
  public static final int KEPT = 1000;

  /** A line that is said again and again is written once in so long. */
  static final long REPEAT_MS = 10_000;

  private static final int REMEMBERED = 64;

  /** Longer lines are cut. */
  static final int MAX_CHARS = 2000;

  /**
   * A line.
   *
   * @param sequence from 1 on, without gaps
   * @param epochMs when, since 1970
   * @param source what it is about: {@code engine}, {@code plugin zstd}
   * @param who kind and name of the caller who did it; empty when none did
   */
  public record Line(
      long sequence, long epochMs, LogLevel level, String source, String text, String who) {}

  /**
   * Lines that were asked for.
   *
   * @param lines the oldest first
   * @param last the sequence number of the last line that was written; ask for what is after it
   *     next time
   * @param missed lines after those that the asker knows, which are not kept any more
   */
  public record Page(List<Line> lines, long last, long missed) {}

  private final EpochClock clock;
  private final Deque<Line> lines = new ArrayDeque<>();
  private final Map<String, Long> said = new LinkedHashMap<>();
  private long last;

  public EventLog(EpochClock clock) {
    this.clock = clock;
  }

  public void add(LogLevel level, String source, String text) {
    add(level, source, text, "");
  }

  /** As the other, of what a caller did. */
  public synchronized void add(LogLevel level, String source, String text, String who) {
    String kept = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…";
    if (lines.size() == KEPT) {
      lines.removeFirst();
    }
    lines.addLast(new Line(++last, clock.time(), level, source, kept, who));
  }

  /**
   * As {@link #add}, but for what was said in the same words less than {@value #REPEAT_MS} ms ago.
   */
  public synchronized void addRarely(LogLevel level, String source, String text) {
    long nowMs = clock.time();
    Long before = said.get(text);
    if (before != null && nowMs - before < REPEAT_MS) {
      return;
    }
    said.remove(text); // so that it is the youngest again
    said.put(text, nowMs);
    if (said.size() > REMEMBERED) {
      said.remove(said.keySet().iterator().next());
    }
    add(level, source, text);
  }

  /**
   * The lines after one, the newest of them where they are more than the limit.
   *
   * @param after sequence number of the last line that the asker knows; 0 for none
   * @param lowest lines below that level are left out
   * @param limit at most so many
   */
  public synchronized Page after(long after, LogLevel lowest, int limit) {
    List<Line> found = new ArrayList<>();
    for (Line line : lines) {
      if (line.sequence() > after && line.level().compareTo(lowest) >= 0) {
        found.add(line);
      }
    }
    long oldest = last - lines.size() + 1;
    return new Page(
        List.copyOf(found.subList(Math.max(0, found.size() - limit), found.size())),
        last,
        Math.max(0, oldest - 1 - after));
  }
}

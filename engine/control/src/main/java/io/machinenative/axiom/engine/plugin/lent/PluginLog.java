package io.machinenative.axiom.engine.plugin.lent;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.function.Consumer;

/**
 * The log of one plugin, all its versions in turn: the last {@value #KEPT_LINES} entries, each also
 * handed on when somebody takes them. Any thread; who writes waits for who else writes.
 */
public final class PluginLog implements System.Logger {
  /** As many entries are kept. */
  public static final int KEPT_LINES = 1000;

  /** Longer entries are cut. */
  static final int MAX_CHARS = 8192;

  /**
   * An entry.
   *
   * @param at by the server's time of day
   * @param text the message, and a stack trace where one was given
   */
  public record Entry(Instant at, Level level, String text) {
    @Override
    public String toString() {
      return at + " " + level.getName() + " " + text;
    }
  }

  private final String name;
  private final InstantSource clock;
  private final Consumer<Entry> sink;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private volatile Level threshold = Level.INFO;

  /**
   * @param sink is handed each entry, one at a time
   */
  PluginLog(String name, InstantSource clock, Consumer<Entry> sink) {
    this.name = name;
    this.clock = clock;
    this.sink = sink;
  }

  /** Entries below this level are dropped; INFO at first. */
  public void threshold(Level lowest) {
    threshold = lowest;
  }

  /** The entries that are kept, the oldest first. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean isLoggable(Level level) {
    return level != Level.OFF && level.getSeverity() >= threshold.getSeverity();
  }

  @Override
  public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
    if (isLoggable(level)) {
      add(level, localized(bundle, message) + stack(thrown));
    }
  }

  @Override
  public void log(Level level, ResourceBundle bundle, String format, Object... params) {
    if (isLoggable(level)) {
      String pattern = localized(bundle, format);
      add(level, params == null || params.length == 0 ? pattern : formatted(pattern, params));
    }
  }

  private static String formatted(String pattern, Object[] params) {
    try {
      return MessageFormat.format(pattern, params);
    } catch (IllegalArgumentException e) {
      return pattern + " (" + e.getMessage() + ")";
    }
  }

  private static String localized(ResourceBundle bundle, String key) {
    try {
      return bundle == null || key == null ? String.valueOf(key) : bundle.getString(key);
    } catch (MissingResourceException _) {
      return key; // as the contract of System.Logger says
    }
  }

  private static String stack(Throwable thrown) {
    if (thrown == null) {
      return "";
    }
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return System.lineSeparator() + text;
  }

  private synchronized void add(Level level, String text) {
    Entry entry =
        new Entry(
            clock.instant(),
            level,
            text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "...");
    if (entries.size() == KEPT_LINES) {
      entries.removeFirst();
    }
    entries.addLast(entry);
    sink.accept(entry);
  }
}

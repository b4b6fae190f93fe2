package io.machinenative.axiom.engine.observation;

import io.machinenative.axiom.api.LogLevel;
import io.machinenative.axiom.engine.counters.EventLog;
import io.machinenative.axiom.engine.hosting.PluginListener;
import io.machinenative.axiom.engine.hosting.PluginState;
import io.machinenative.axiom.engine.plugin.lent.PluginLog;
import java.util.Locale;

/** Writes down what plugins go through and log. Any thread. */
public final class EventSources implements PluginListener {
  private final EventLog events;

  public EventSources(EventLog events) {
    this.events = events;
  }

  @Override
  public void onStep(String id, String version, PluginState from, PluginState to, String why) {
    LogLevel level =
        switch (to) {
          case SERVING, STOPPED -> LogLevel.INFO;
          case QUARANTINED -> LogLevel.WARNING;
          case FAILED -> LogLevel.ERROR;
          default -> LogLevel.DEBUG;
        };
    String step = to.name().toLowerCase(Locale.ROOT);
    events.add(level, "plugin " + id, version + " " + step + (why.isEmpty() ? "" : ": " + why));
  }

  @Override
  public void onHealth(String id, String version, String sick) {
    boolean well = sick.isEmpty();
    events.add(
        well ? LogLevel.INFO : LogLevel.WARNING,
        "plugin " + id,
        version + (well ? " is well" : " is not well: " + sick));
  }

  /** A plugin logged something. */
  public void onEntry(String id, PluginLog.Entry entry) {
    LogLevel level =
        switch (entry.level()) {
          case ERROR -> LogLevel.ERROR;
          case WARNING -> LogLevel.WARNING;
          case DEBUG, TRACE -> LogLevel.DEBUG;
          default -> LogLevel.INFO;
        };
    events.add(level, "plugin " + id, entry.text());
  }
}

package io.machinenative.axiom.api;

import java.util.Locale;

/**
 * How much a log message matters, from the least on.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5424">RFC 5424, section 6.2.1</a>
 */
public enum LogLevel {
  DEBUG,
  INFO,
  NOTICE,
  WARNING,
  ERROR,
  CRITICAL,
  ALERT,
  EMERGENCY;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** In lower case, as MCP writes it. */
  public String label() {
    return label;
  }

  /** The level of a label, or null when there is none. */
  public static LogLevel of(String label) {
    for (LogLevel level : values()) {
      if (level.label.equals(label)) {
        return level;
      }
    }
    return null;
  }
}

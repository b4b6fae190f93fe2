package io.machinenative.axiom.engine.config;

import java.util.Locale;
import java.util.Objects;

/**
 * A text in a configuration, or the place where it is found when it is needed. Immutable.
 *
 * @param source where it is
 * @param value the text itself, or the name of the variable, file or secret
 */
public record ConfiguredText(Source source, String value) {
  /** Where a text is found. */
  public enum Source {
    /** In the configuration. */
    HERE,
    /** In a variable of the environment. */
    ENVIRONMENT,
    /** In a file, without white space at its ends. */
    FILE,
    /** Among the server's secrets. */
    SECRET
  }

  public ConfiguredText {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(value, "value");
  }

  /** A text that is there. */
  public static ConfiguredText of(String text) {
    return new ConfiguredText(Source.HERE, text);
  }

  /** Where it is found; a text that is there is not shown. */
  @Override
  public String toString() {
    return source == Source.HERE ? "a text" : source.name().toLowerCase(Locale.ROOT) + " " + value;
  }
}

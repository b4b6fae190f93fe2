package io.machinenative.axiom.engine.registry.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a record stands for. */
public enum Kind {
  /** A function that is called by name. */
  TOOL,
  /** A running instance that serves others; the only kind whose key names an instance. */
  SERVICE,
  /** Delivers tools. */
  PLUGIN,
  /** A protocol that the edge speaks. */
  PROTOCOL,
  /** A carrier of bytes. */
  TRANSPORT,
  /** Translates between two of the others. */
  ADAPTER,
  /** Stands in the way of calls. */
  MIDDLEWARE,
  /** Something with a capacity. */
  RESOURCE,
  /** Where others run. */
  PLATFORM;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** In lower case, as it is written in keys, names and JSON. */
  public String label() {
    return label;
  }

  /**
   * The kind of that label.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Kind of(String label) {
    for (Kind kind : values()) {
      if (kind.label.equals(label)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "expected one of "
            + Arrays.stream(values()).map(Kind::label).collect(Collectors.joining(", "))
            + ", got '"
            + label
            + "'");
  }
}

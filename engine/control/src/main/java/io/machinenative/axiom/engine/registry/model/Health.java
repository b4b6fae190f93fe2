package io.machinenative.axiom.engine.registry.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How well something does, as it says of itself or as a check found. */
public enum Health {
  /** Nobody has said yet. */
  UNKNOWN,
  /** Does what it should. */
  HEALTHY,
  /** Does it slowly, or in part. */
  DEGRADED,
  /** Does not do it. */
  UNHEALTHY;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** In lower case, as it is written in JSON. */
  public String label() {
    return label;
  }

  /**
   * The health of that label.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Health of(String label) {
    for (Health health : values()) {
      if (health.label.equals(label)) {
        return health;
      }
    }
    throw new IllegalArgumentException(
        "expected one of "
            + Arrays.stream(values()).map(Health::label).collect(Collectors.joining(", "))
            + ", got '"
            + label
            + "'");
  }
}

package io.machinenative.axiom.engine.registry.model;

import java.util.Objects;

/**
 * Where a record can be reached. Immutable.
 *
 * @param uri for example {@code tcp://10.0.0.7:7400}; its syntax is checked by the validation
 * @param weight its share beside the others of the record, 0 to 65,535; 0: only when no other is
 *     left
 */
public record Endpoint(String uri, int weight) {
  /** When nothing was said. */
  public static final int DEFAULT_WEIGHT = 100;

  /** A weight, at most. */
  public static final int MAX_WEIGHT = 0xFFFF;

  public Endpoint {
    Objects.requireNonNull(uri, "uri");
    if (weight < 0 || weight > MAX_WEIGHT) {
      throw new IllegalArgumentException(
          "expected a weight of 0 to " + MAX_WEIGHT + ", got " + weight);
    }
  }

  /** One with the usual weight. */
  public static Endpoint of(String uri) {
    return new Endpoint(uri, DEFAULT_WEIGHT);
  }
}

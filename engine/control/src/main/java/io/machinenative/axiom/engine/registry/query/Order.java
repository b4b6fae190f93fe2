package io.machinenative.axiom.engine.registry.query;

import java.util.Objects;

/** An order of found records. */
public record Order(Sort sort, boolean descending) {
  /** From A to Z. */
  public static final Order BY_NAME = new Order(Sort.NAME, false);

  /** What was registered last comes first. */
  public static final Order NEWEST_FIRST = new Order(Sort.REGISTERED_AT, true);

  public Order {
    Objects.requireNonNull(sort, "sort");
  }
}

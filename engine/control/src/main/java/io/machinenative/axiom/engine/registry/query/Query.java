package io.machinenative.axiom.engine.registry.query;

import java.util.Objects;

/**
 * A page of records is asked for. Immutable.
 *
 * @param limit records on the page, 1 to {@link #MAX_LIMIT}
 * @param cursor of the page before, as {@link Cursor} writes it; empty: the first page
 */
public record Query(Filter filter, Order order, int limit, String cursor) {
  /** Records on a page, at most. */
  public static final int MAX_LIMIT = 1000;

  public Query {
    Objects.requireNonNull(filter, "filter");
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(cursor, "cursor");
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "expected a limit of 1 to " + MAX_LIMIT + ", got " + limit);
    }
  }

  /** The first page, by name. */
  public static Query first(Filter filter, int limit) {
    return new Query(filter, Order.BY_NAME, limit, "");
  }

  /** The same in another order. */
  public Query sorted(Order other) {
    return new Query(filter, other, limit, cursor);
  }

  /** The page after. */
  public Query after(String next) {
    return new Query(filter, order, limit, next);
  }
}

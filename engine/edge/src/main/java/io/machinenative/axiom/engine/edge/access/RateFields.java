package io.machinenative.axiom.engine.edge.access;

import io.machinenative.axiom.engine.access.Meter;
import io.machinenative.axiom.engine.edge.http.Answers;
import io.machinenative.axiom.engine.edge.http.HttpExchange;
import java.util.function.BiConsumer;

/**
 * What a client is told of the rates that its call was counted by. Stateless; allocates, but not
 * where nothing is counted.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit
 *     header fields for HTTP, draft-ietf-httpapi-ratelimit-headers-10</a>
 */
public final class RateFields {
  private static final long NS_PER_S = 1_000_000_000L;

  private RateFields() {}

  /**
   * Adds the fields: what is granted at most, and what is left, by the meter that leaves least.
   *
   * @param meters null for none
   * @param field takes a name and a value
   */
  public static void add(Meter[] meters, long nowNs, BiConsumer<String, String> field) {
    if (meters == null) {
      return;
    }
    StringBuilder policy = new StringBuilder();
    for (Meter meter : meters) {
      policy.append(policy.isEmpty() ? "" : ", ").append('"').append(meter.name());
      policy.append("\";q=").append(meter.quota()).append(";w=").append(seconds(meter.windowNs()));
    }
    Meter least = Meter.tightest(meters, nowNs);
    field.accept("RateLimit-Policy", policy.toString());
    field.accept(
        "RateLimit",
        "\""
            + least.name()
            + "\";r="
            + Math.max(0, least.remaining(nowNs))
            + ";t="
            + seconds(least.resetNs(nowNs)));
  }

  /** As the other, to the answer of an exchange. */
  public static void add(Meter[] meters, HttpExchange exchange) {
    if (meters != null) {
      add(
          meters,
          exchange.nowNs(),
          (name, value) -> exchange.field(Answers.line(name + ": " + value)));
    }
  }

  /** Rounded up: who waits so long does not come too soon. */
  private static long seconds(long ns) {
    return Math.ceilDiv(ns, NS_PER_S);
  }
}

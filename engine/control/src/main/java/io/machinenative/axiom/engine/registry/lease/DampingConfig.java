package io.machinenative.axiom.engine.registry.lease;

/**
 * How those are treated that come and go, in the terms of RFC 2439.
 *
 * @param penalty for each time that it goes
 * @param suppressAbove it is suppressed once its penalties are above that. Higher is more patient
 * @param reuseBelow and comes back once they are below that
 * @param halfLifeNs penalties halve in that time. Longer remembers longer
 * @param maxSuppressNs it is suppressed for so long at most
 */
public record DampingConfig(
    double penalty, double suppressAbove, double reuseBelow, long halfLifeNs, long maxSuppressNs) {
  /** Suppressed after four times within moments, for about two minutes. */
  public static final DampingConfig DEFAULTS =
      new DampingConfig(1000, 3000, 1000, 60_000_000_000L, 600_000_000_000L);

  public DampingConfig {
    boolean ordered = penalty > 0 && reuseBelow > 0 && suppressAbove > reuseBelow;
    if (!ordered || halfLifeNs <= 0 || maxSuppressNs <= 0) {
      throw new IllegalArgumentException(
          "expected 0 < penalty, 0 < reuseBelow < suppressAbove, 0 < halfLifeNs, maxSuppressNs, got"
              + " "
              + penalty
              + ", "
              + reuseBelow
              + ", "
              + suppressAbove
              + ", "
              + halfLifeNs
              + ", "
              + maxSuppressNs);
    }
  }

  /** Penalties never add up to more, so that none is suppressed for longer than the maximum. */
  double ceiling() {
    return Math.max(suppressAbove, reuseBelow * Math.pow(2, (double) maxSuppressNs / halfLifeNs));
  }
}

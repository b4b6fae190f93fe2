package io.machinenative.axiom.engine.registry.lease;

/**
 * When too many leases expire at once to be believed.
 *
 * @param share of the leases that may expire within a window, 0 to 1. Higher believes more; 1 never
 *     brakes
 * @param minimum as many may expire in any case, so that small registries work. Higher believes
 *     more
 * @param windowNs over which they are counted. Longer notices slower deaths
 * @param maxHoldNs after so long they are believed. Longer rides out longer outages of the network,
 *     and keeps what is really dead for as long
 */
public record BrakeConfig(double share, int minimum, long windowNs, long maxHoldNs) {
  /** More than 15 % of the leases, and more than 10, in a minute; held for 10 minutes. */
  public static final BrakeConfig DEFAULTS =
      new BrakeConfig(0.15, 10, 60_000_000_000L, 600_000_000_000L);

  public BrakeConfig {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("expected a share of 0 to 1, got " + share);
    }
    if (minimum < 0) {
      throw new IllegalArgumentException("expected a minimum of 0 or more, got " + minimum);
    }
    if (windowNs < ExpiryBrake.SLICES || maxHoldNs < 0) {
      throw new IllegalArgumentException(
          "expected a window of "
              + ExpiryBrake.SLICES
              + " ns or more and a hold of 0 ns or more, got "
              + windowNs
              + " and "
              + maxHoldNs);
    }
  }
}

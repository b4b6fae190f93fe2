package io.machinenative.axiom.engine.registry.lease;

/**
 * Holds expiries back when too many leases fall silent together: it is then more likely that the
 * network, or this process, was away than that so many died (the idea of Eureka's
 * self-preservation).
 *
 * <pre>
 *   expired in the window + overdue  &gt;  max(minimum, share x (leases + expired in the window))
 *     brake on: nothing expires
 *   no longer so, as heartbeats came:  off, what is still overdue expires
 *   still so after maxHold:            off until the overdue are gone: they are believed
 * </pre>
 *
 * <p>For one thread. The window is a ring of slices, so it is exact to a sixteenth.
 */
public final class ExpiryBrake {
  static final int SLICES = 16;

  private final BrakeConfig config;
  private final long sliceNs;
  private final int[] expired = new int[SLICES];
  private long slice;
  private int expiredInWindow;
  private boolean holding;
  private boolean believing;
  private long heldSinceNs;
  private long holds;

  /**
   * @param nowNs the clock as it starts
   */
  public ExpiryBrake(BrakeConfig config, long nowNs) {
    this.config = config;
    sliceNs = config.windowNs() / SLICES;
    slice = Math.floorDiv(nowNs, sliceNs);
  }

  /**
   * Whether overdue leases may expire now.
   *
   * @param leases that run, the overdue ones included
   */
  boolean allows(int overdue, int leases, long nowNs) {
    turn(nowNs);
    double population = (double) leases + expiredInWindow;
    double limit = Math.max(config.minimum(), config.share() * population);
    boolean tooMany = overdue > 0 && (double) expiredInWindow + overdue > limit;
    if (!tooMany) {
      holding = false;
      believing = believing && overdue > 0;
    } else if (!believing) {
      if (!holding) {
        holding = true;
        heldSinceNs = nowNs;
        holds++;
      }
      believing = nowNs - heldSinceNs >= config.maxHoldNs();
      holding = !believing;
    }
    return !holding;
  }

  /** So many expired now. */
  void count(int more, long nowNs) {
    turn(nowNs);
    expired[(int) Math.floorMod(slice, (long) SLICES)] += more;
    expiredInWindow += more;
  }

  private void turn(long nowNs) {
    long now = Math.floorDiv(nowNs, sliceNs);
    long steps = Math.min(now - slice, SLICES);
    for (long i = 1; i <= steps; i++) {
      int at = (int) Math.floorMod(now - steps + i, (long) SLICES);
      expiredInWindow -= expired[at];
      expired[at] = 0;
    }
    slice = Math.max(slice, now);
  }

  /** Whether expiries are held back. */
  public boolean isHolding() {
    return holding;
  }

  /** How often it began to hold. */
  public long holds() {
    return holds;
  }

  /** Leases that expired in the last window. */
  public int expiredInWindow() {
    return expiredInWindow;
  }
}

package io.machinenative.axiom.engine.access;

/**
 * What one caller may, of the routes of one epoch, by the rules of one epoch: a bit for each slot
 * of the route table, and what calls are counted by. Immutable, but for the meters. Any thread.
 */
public final class Grants {
  /** Everything, uncounted. */
  public static final Grants ALL = new Grants(null, null, null, null);

  private final Object routes;
  private final Guard guard;
  private final long[] allowed;
  private final Meter[][] meters;

  /**
   * @param routes the snapshot that the slots are of
   * @param allowed a bit for each slot; null: everything
   * @param meters by slot, null where nothing is counted; null: nowhere
   */
  public Grants(Object routes, Guard guard, long[] allowed, Meter[][] meters) {
    this.routes = routes;
    this.guard = guard;
    this.allowed = allowed;
    this.meters = meters;
  }

  /** Whether they were made of these. */
  public boolean isOf(Object snapshot, Guard rules) {
    return routes == snapshot && guard == rules;
  }

  /** Whether it may call what is in that slot. */
  public boolean allows(int slot) {
    return allowed == null || (allowed[slot >> 6] & (1L << slot)) != 0;
  }

  /** Whether there is nothing that it may not. */
  public boolean allowsAll() {
    return allowed == null;
  }

  /** What calls of that slot are counted by; null for nothing. */
  public Meter[] meters(int slot) {
    return meters == null ? null : meters[slot];
  }
}

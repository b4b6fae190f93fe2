package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.pipeline.PolicySnapshot;

/**
 * What the data plane grants, and to whom: a snapshot for each epoch.
 *
 * <p>Changed by the conductor alone; a snapshot is published with one volatile store and read by
 * agents once per duty cycle.
 */
public final class Policy {
  private volatile PolicySnapshot snapshot;

  public Policy(EngineLimits limits, Access access) {
    snapshot = new PolicySnapshot(1, limits, access.identity(), access.guard());
  }

  /** Who comes in and what it may, as it is in force. Any thread. */
  public Access access() {
    PolicySnapshot now = snapshot;
    return new Access(now.identity(), now.guard());
  }

  /** The policy in force. Any thread. */
  public PolicySnapshot snapshot() {
    return snapshot;
  }

  /**
   * Puts another policy in the place of the one in force, wholly or not at all. The same leaves the
   * epoch as it is. Sessions keep what they were granted as they were opened.
   *
   * @return the epoch from which on it is so
   * @throws IllegalArgumentException when a limit differs that sizes buffers or queues
   */
  public long replace(EngineLimits limits, Access access) {
    PolicySnapshot before = snapshot;
    if (!limits.isSizedAs(before.limits())) {
      throw new IllegalArgumentException(
          "expected the message, slot, lane, blocking and pool limits of the start, "
              + before.limits()
              + ", got "
              + limits);
    }
    if (limits.equals(before.limits())
        && access.identity() == before.identity()
        && access.guard() == before.guard()) {
      return before.epoch();
    }
    snapshot = new PolicySnapshot(before.epoch() + 1, limits, access.identity(), access.guard());
    return snapshot.epoch();
  }
}

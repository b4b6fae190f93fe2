package io.machinenative.axiom.engine.registry;

import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.Status;
import java.util.Map;

/**
 * A registry in numbers, as it is now. Immutable.
 *
 * @param damaged records in the store that cannot be read
 * @param refused changes that were asked for and not made
 * @param leases that run, the overdue ones included
 * @param overdue leases whose time has passed, held back by the brake
 * @param retained records that are kept as inactive after their lease expired
 * @param expired leases that ended in silence
 * @param unwritten expiries and revivals that the store had no room to write, and that are tried
 *     again
 * @param brakeHolding whether too many fell silent at once, so that nothing expires
 * @param brakeHolds how often that began
 * @param suppressed records that came and went too often
 */
public record RegistryStatistics(
    int records,
    Map<Kind, Integer> byKind,
    Map<Status, Integer> byStatus,
    Map<Health, Integer> byHealth,
    long revision,
    int damaged,
    long refused,
    long queries,
    long heartbeats,
    int leases,
    int overdue,
    int retained,
    long expired,
    long unwritten,
    boolean brakeHolding,
    long brakeHolds,
    int suppressed,
    long oldestRevisionInFeed,
    long feedBytes) {
  public RegistryStatistics {
    byKind = Map.copyOf(byKind);
    byStatus = Map.copyOf(byStatus);
    byHealth = Map.copyOf(byHealth);
  }
}

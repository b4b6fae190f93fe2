package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import java.util.UUID;

/**
 * What the head says: how far the journal was acknowledged, and what the view is. Immutable.
 *
 * @param segment the journal segment of the end
 * @param position where in it the acknowledged part ends, in bytes
 * @param revision the last one acknowledged
 * @param boot which start of the machine wrote this; both halves 0 when the host does not tell
 * @param durability with which it was written
 * @param clean whether the store was closed in order; only then what follows {@code generation}
 *     holds
 * @param generation of the view's file
 * @param size of the view
 * @param records in the view
 * @param payloadBytes of all keys and values in the view
 * @param viewBytes the view's file, in bytes
 * @param viewChecksum over the view's whole file
 */
record HeadState(
    long segment,
    long position,
    long revision,
    UUID boot,
    Durability durability,
    boolean clean,
    long generation,
    StoreSize size,
    long records,
    long payloadBytes,
    long viewBytes,
    int viewChecksum) {

  /**
   * Whether the journal has to reach as far as this says: unless what was written went with the
   * machine's page cache.
   *
   * @param now which start of the machine this is
   */
  boolean vouches(UUID now) {
    boolean sameBoot = !now.equals(HostBoot.UNKNOWN) && now.equals(boot);
    return clean || sameBoot || durability == Durability.POWER;
  }
}

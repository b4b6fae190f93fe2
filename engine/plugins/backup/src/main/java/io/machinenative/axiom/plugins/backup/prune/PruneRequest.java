package io.machinenative.axiom.plugins.backup.prune;

import java.time.ZoneId;
import java.util.Optional;

/**
 * What may go.
 *
 * @param retention which snapshots stay; nothing keeps all, and removes only what none needs
 * @param zone in which days begin
 * @param wastePercent a pack of which more than this is not needed any more is written anew: 0 to
 *     100
 * @param dryRun whether nothing is changed
 */
public record PruneRequest(
    Optional<Retention> retention, ZoneId zone, int wastePercent, boolean dryRun) {
  public static final int DEFAULT_WASTE_PERCENT = 20;

  public PruneRequest {
    if (wastePercent < 0 || wastePercent > 100) {
      throw new IllegalArgumentException("wastePercent: expected 0 to 100, actual " + wastePercent);
    }
  }
}

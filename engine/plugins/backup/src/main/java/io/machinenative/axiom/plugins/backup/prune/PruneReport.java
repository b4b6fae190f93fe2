package io.machinenative.axiom.plugins.backup.prune;

import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import java.util.List;

/**
 * What went, or would have gone.
 *
 * @param removed snapshots
 * @param keptSnapshots how many are left
 * @param usedChunks that the ones that are left need
 * @param unusedChunks that nobody needs any more
 * @param removedPacks of which nothing was needed
 * @param rewrittenPacks of which a part was needed, which is in other packs now
 * @param freedBytes by which the packs became less
 * @param packBytes that all packs take now
 */
public record PruneReport(
    List<Snapshot> removed,
    int keptSnapshots,
    long usedChunks,
    long unusedChunks,
    int removedPacks,
    int rewrittenPacks,
    long freedBytes,
    long packBytes) {}

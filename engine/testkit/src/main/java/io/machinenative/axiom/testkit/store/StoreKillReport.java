package io.machinenative.axiom.testkit.store;

/**
 * What a run did.
 *
 * @param killedWhileOpening kills before the store was open
 * @param revision the last one that was found
 * @param records that were there in the end
 * @param tornBytes of unfinished commits that were cut
 * @param staleViews kills that left a view nobody can read before the next start
 */
public record StoreKillReport(
    long seed,
    int kills,
    int killedWhileOpening,
    long revision,
    long records,
    long tornBytes,
    int staleViews,
    double seconds) {}

package io.machinenative.axiom.testkit.backup;

/**
 * What a run did.
 *
 * @param acknowledged snapshots that the victims said were made
 * @param prunes that they said were done
 * @param restored snapshots that were restored after a kill, and compared
 * @param provenChunks that were read and proven after the last kill
 */
public record BackupKillReport(
    long seed,
    int kills,
    int acknowledged,
    int prunes,
    int restored,
    long provenChunks,
    double seconds) {}

package io.machinenative.axiom.plugins.backup.verify;

import java.util.List;

/**
 * What was looked at, and what is wrong.
 *
 * @param snapshots whose trees were read
 * @param packs that are there
 * @param chunks that the index knows
 * @param provenChunks chunks that were read and compared with their names: all, or none
 * @param provenBytes of them, as they were before compression
 * @param unusedChunks chunks that no snapshot needs
 * @param problems each names a file of the repository, or of a snapshot; none means that all is
 *     well
 * @param problemCount how many there are: no more than ten thousand are kept
 */
public record VerifyReport(
    int snapshots,
    int packs,
    long chunks,
    long provenChunks,
    long provenBytes,
    long unusedChunks,
    List<String> problems,
    long problemCount) {
  public boolean isSound() {
    return problemCount == 0;
  }
}

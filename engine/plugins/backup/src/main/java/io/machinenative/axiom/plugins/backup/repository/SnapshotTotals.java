package io.machinenative.axiom.plugins.backup.repository;

/**
 * What a snapshot holds, and what making it took.
 *
 * @param files and hard links
 * @param directories of them
 * @param symbolicLinks of them
 * @param bytes of content
 * @param readFiles files that were read
 * @param readBytes of them
 * @param newChunks chunks that the repository did not have
 * @param newBytes of content in those
 * @param storedBytes that those take, compressed and sealed
 * @param warnings files that were left out, or changed while they were read
 * @param durationMs from the first look to the snapshot
 */
public record SnapshotTotals(
    long files,
    long directories,
    long symbolicLinks,
    long bytes,
    long readFiles,
    long readBytes,
    long newChunks,
    long newBytes,
    long storedBytes,
    long warnings,
    long durationMs) {}

package io.machinenative.axiom.benchmarks.backup;

/**
 * What a program took.
 *
 * @param first the first save of the tree
 * @param unchanged the same again, nothing changed
 * @param restore of it all
 * @param repositoryBytes after the first save
 */
public record BackupNumbers(
    String program,
    String version,
    MeasuredProcess.Cost first,
    MeasuredProcess.Cost unchanged,
    MeasuredProcess.Cost restore,
    long repositoryBytes) {}

package io.machinenative.axiom.benchmarks.registry;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What was measured.
 *
 * @param registrationsPerSecond new ones, validated, sixteen to a commit
 * @param openMs opening the registry: every record is read and indexed
 * @param pagesNs by question, the time of a page of twenty
 * @param watchersNs from a change to the last of a thousand watchers that has it
 */
public record RegistryNumbers(
    int services,
    double registrationsPerSecond,
    double openMs,
    Map<String, Histogram> pagesNs,
    Histogram watchersNs) {}

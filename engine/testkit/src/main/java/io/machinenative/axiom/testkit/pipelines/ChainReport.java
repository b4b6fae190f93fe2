package io.machinenative.axiom.testkit.pipelines;

import java.util.Map;

/**
 * What a run did.
 *
 * @param treeBytes of the files that were saved, without holes
 * @param chainMbPerSecond of each pipeline, in bytes of its sources
 * @param damages streams that were cut off or altered, and refused
 * @param peakHeapBytes most of the heap that was in use while pipelines ran
 */
public record ChainReport(
    long treeBytes,
    Map<String, Long> chainMbPerSecond,
    int damages,
    long peakHeapBytes,
    double seconds) {}

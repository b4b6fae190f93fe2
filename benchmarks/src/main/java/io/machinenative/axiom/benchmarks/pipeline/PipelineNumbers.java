package io.machinenative.axiom.benchmarks.pipeline;

import java.util.SortedMap;

/**
 * What was measured.
 *
 * @param hashedPerSecond bytes hashed by 32 operations, of which so many run at once
 * @param connectionPerSecond bytes through one connection between two stages
 * @param startUs from a call to the end of a run of one stage that does nothing
 */
public record PipelineNumbers(
    SortedMap<Integer, Double> hashedPerSecond, double connectionPerSecond, double startUs) {
  /** How many times as much by so many at once as by one; at best as many as there are cores. */
  public double speedup(int parallel) {
    return hashedPerSecond.get(parallel) / hashedPerSecond.get(1);
  }
}

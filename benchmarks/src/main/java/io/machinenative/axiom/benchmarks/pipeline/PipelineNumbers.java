package io.machinenative.axiom.benchmarks.pipeline;

/**
 * What was measured.
 *
 * @param alonePerSecond bytes hashed by operations that run one at a time
 * @param togetherPerSecond bytes hashed by as many at once
 * @param connectionPerSecond bytes through one connection between two stages
 * @param startUs from a call to the end of a run of one stage that does nothing
 */
public record PipelineNumbers(
    int operations,
    double alonePerSecond,
    double togetherPerSecond,
    double connectionPerSecond,
    double startUs) {
  /** How many times as much at once; at best as many as there are cores. */
  public double speedup() {
    return togetherPerSecond / alonePerSecond;
  }
}

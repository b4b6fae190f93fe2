package io.machinenative.axiom.engine.pipeline;

/** A part of an ingress agent's duty cycle that is not driven by a frame: results, timers. */
@FunctionalInterface
public interface IngressStage {
  /**
   * Bounded work.
   *
   * @return how much was done, 0 for nothing
   */
  int doWork(long nowNs);
}

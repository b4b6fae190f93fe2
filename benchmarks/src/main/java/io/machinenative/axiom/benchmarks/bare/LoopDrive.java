package io.machinenative.axiom.benchmarks.bare;

/** Who steps a Netty event loop. */
public enum LoopDrive {
  /** Netty's own thread, which blocks in select: the usual way. */
  OWN_THREAD,
  /**
   * The code that owns it, which yields while there is traffic, and selects without blocking:
   * Axiom's way.
   */
  STEPPED
}

package io.machinenative.axiom.api;

/**
 * Where an engine is in its life.
 *
 * <pre>
 *   STARTING ─▶ READY ─▶ DRAINING ─▶ STOPPING ─▶ STOPPED
 *       └───────────────────────────────▲  (what was opened is closed again)
 * </pre>
 */
public enum EnginePhase {
  /** Plugins are initialised, addresses are bound. */
  STARTING,
  /** Takes calls. */
  READY,
  /** Refuses new calls, answers those in flight. */
  DRAINING,
  /** Closes carriers, tears plugins down. */
  STOPPING,
  /** Nothing of it is left. */
  STOPPED
}

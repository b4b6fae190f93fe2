package io.machinenative.axiom.engine.pipeline;

/**
 * What the control plane publishes. Read by every agent of the data plane once per duty cycle,
 * without a lock.
 */
public interface ControlPlane {
  /** The routes in force: an acquire load. */
  RouteSnapshot routes();

  /** The policy in force: an acquire load. */
  PolicySnapshot policy();

  /** Whether the engine stops taking calls: an acquire load. */
  boolean draining();
}

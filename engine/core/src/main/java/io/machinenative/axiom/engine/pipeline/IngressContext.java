package io.machinenative.axiom.engine.pipeline;

/**
 * What is true for one duty cycle of an ingress agent: the time, the routes and the policy.
 * Refreshed at its start; read by its stages.
 */
public final class IngressContext {
  private long nowNs;
  private RouteSnapshot routes;
  private PolicySnapshot policy;
  private boolean draining;

  public IngressContext(RouteSnapshot routes, PolicySnapshot policy) {
    this.routes = routes;
    this.policy = policy;
  }

  /** Begins a duty cycle. */
  public void refresh(
      long nowNs,
      RouteSnapshot currentRoutes,
      PolicySnapshot currentPolicy,
      boolean engineDraining) {
    this.nowNs = nowNs;
    routes = currentRoutes;
    policy = currentPolicy;
    draining = engineDraining;
  }

  /** The clock reading of this duty cycle, nanoseconds. */
  public long nowNs() {
    return nowNs;
  }

  public RouteSnapshot routes() {
    return routes;
  }

  public PolicySnapshot policy() {
    return policy;
  }

  /** Whether the engine stops taking calls. */
  public boolean draining() {
    return draining;
  }
}

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
  private final RunningCall running;

  /**
   * @param agent its name
   */
  public IngressContext(String agent, RouteSnapshot routes, PolicySnapshot policy) {
    running = new RunningCall(agent);
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

  /** The INLINE call that the agent runs now. */
  public RunningCall running() {
    return running;
  }

  /** Whether the engine stops taking calls. */
  public boolean draining() {
    return draining;
  }
}

package io.machinenative.axiom.engine.pipeline;

/**
 * What is true for one duty cycle of an ingress agent: the time and the routes. Refreshed at its
 * start; read by its stages.
 */
public final class IngressContext {
  private long nowNs;
  private RouteSnapshot routes;
  private boolean draining;

  public IngressContext(RouteSnapshot routes) {
    this.routes = routes;
  }

  /** Begins a duty cycle. */
  public void refresh(long nowNs, RouteSnapshot currentRoutes, boolean engineDraining) {
    this.nowNs = nowNs;
    routes = currentRoutes;
    draining = engineDraining;
  }

  /** The clock reading of this duty cycle, nanoseconds. */
  public long nowNs() {
    return nowNs;
  }

  public RouteSnapshot routes() {
    return routes;
  }

  /** Whether the engine stops taking calls. */
  public boolean draining() {
    return draining;
  }
}

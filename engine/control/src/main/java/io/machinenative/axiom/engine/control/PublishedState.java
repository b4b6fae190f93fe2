package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.engine.pipeline.ControlPlane;
import io.machinenative.axiom.engine.pipeline.PolicySnapshot;
import io.machinenative.axiom.engine.pipeline.RouteSnapshot;

/** All that agents of the data plane look at once per duty cycle. Any thread. */
public record PublishedState(Catalogue catalogue, Policy policies, Lifecycle lifecycle)
    implements ControlPlane {
  @Override
  public RouteSnapshot routes() {
    return catalogue.routes();
  }

  @Override
  public PolicySnapshot policy() {
    return policies.snapshot();
  }

  @Override
  public boolean draining() {
    return lifecycle.isDraining();
  }
}

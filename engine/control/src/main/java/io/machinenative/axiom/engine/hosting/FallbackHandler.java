package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.control.Catalogue;
import io.machinenative.axiom.engine.pipeline.Route;

/**
 * Lets another tool answer a call that failed before it began to answer. The other one must take
 * the content type, and must not run where more is allowed than here: no BLOCKING tool stands in
 * for a WORKER one. When it cannot, the call fails as it did.
 */
final class FallbackHandler implements RawHandler {
  private final RawHandler handler;
  private final ExecutionMode mode;
  private final String tool;
  private final int toolId;
  private final Catalogue catalogue;

  FallbackHandler(RawHandler handler, ExecutionMode mode, String tool, Catalogue catalogue) {
    this.handler = handler;
    this.mode = mode;
    this.tool = tool;
    toolId = ToolId.of(tool);
    this.catalogue = catalogue;
  }

  @Override
  public void handle(RawInvocation call) throws Exception {
    if (call instanceof UnansweredCall other && other.isStandIn()) {
      handler.handle(call); // two tools that stand in for one another would never end
      return;
    }
    UnansweredCall once = UnansweredCall.attempt(call);
    try {
      handler.handle(once);
    } catch (Exception e) {
      if (CallGuard.isDeclared(e) || once.isAnswered() || call.isCancelled()) {
        throw e;
      }
      standIn(call, e);
    }
  }

  private void standIn(RawInvocation call, Exception failure) throws Exception {
    Route other = borrow();
    if (other == null) {
      failure.addSuppressed(new IllegalStateException("no tool " + tool + " can stand in"));
      throw failure;
    }
    try {
      RawHandler standIn = other.handler(call.contentType().value());
      boolean fits = standIn != null && other.mode().value() <= mode.value();
      if (!fits) {
        failure.addSuppressed(
            new IllegalStateException(
                tool + " cannot stand in: it does not take " + call.contentType() + " on " + mode));
        throw failure;
      }
      standIn.handle(UnansweredCall.standIn(call));
    } finally {
      other.inFlight().giveBack();
    }
  }

  /**
   * The route of the other tool, kept from being torn down; null when there is none. A swap between
   * the look and the count is found by looking again: it waits for who was counted before it.
   */
  private Route borrow() {
    for (int i = 0; i < 8; i++) {
      Route route = catalogue.routes().find(toolId);
      if (route == null || (route.gate() != null && route.gate().closed() != null)) {
        return null;
      }
      route.inFlight().borrow();
      if (catalogue.routes().find(toolId) == route) {
        return route;
      }
      route.inFlight().giveBack();
    }
    return null;
  }
}

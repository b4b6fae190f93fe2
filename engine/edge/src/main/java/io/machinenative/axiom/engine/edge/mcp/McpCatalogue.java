package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.api.Announcements;
import io.machinenative.axiom.api.Offer;
import io.machinenative.axiom.api.Prompt;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.access.Meter;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.edge.catalogue.ListedOffer;
import io.machinenative.axiom.engine.edge.catalogue.OfferIndex;
import io.machinenative.axiom.engine.edge.catalogue.ToolIndex;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.pipeline.RouteSnapshot;
import java.util.List;
import java.util.function.Consumer;

/**
 * What there is to be called and read, as of the duty cycle's epoch, and who may. Owned by the
 * ingress thread.
 */
final class McpCatalogue {
  private final IngressContext context;
  private final EngineCounters counters;
  private final Consumer<Announcements.Kind> onChange;
  private ToolIndex tools;
  private OfferIndex offers;

  /**
   * @param context the duty cycle's routes and policy
   * @param onChange is told of a list that an epoch has changed
   */
  McpCatalogue(
      IngressContext context, EngineCounters counters, Consumer<Announcements.Kind> onChange) {
    this.context = context;
    this.counters = counters;
    this.onChange = onChange;
    tools = new ToolIndex(context.routes(), null);
    offers = new OfferIndex(context.routes());
  }

  /**
   * Takes the duty cycle's epoch over.
   *
   * @return whether it is another one
   */
  boolean refresh() {
    if (tools.epoch() == context.routes().epoch()) {
      return false;
    }
    RouteSnapshot before = tools.routes();
    RouteSnapshot now = context.routes();
    tools = new ToolIndex(now, tools);
    offers = new OfferIndex(now);
    if (!sameTools(before, now)) {
      onChange.accept(Announcements.Kind.TOOLS);
    }
    if (!sameOffers(before, now, true)) {
      onChange.accept(Announcements.Kind.PROMPTS);
    }
    if (!sameOffers(before, now, false)) {
      onChange.accept(Announcements.Kind.RESOURCES);
    }
    return true;
  }

  private static boolean sameTools(RouteSnapshot before, RouteSnapshot now) {
    boolean same = before.size() == now.size();
    for (int i = 0; same && i < now.size(); i++) {
      same = before.byName(i) == now.byName(i);
    }
    return same;
  }

  private static boolean sameOffers(RouteSnapshot before, RouteSnapshot now, boolean prompts) {
    return ofKind(before, prompts).equals(ofKind(now, prompts));
  }

  private static List<Offer> ofKind(RouteSnapshot routes, boolean prompts) {
    return routes.offers().stream()
        .map(Route::offer)
        .filter(offer -> offer instanceof Prompt == prompts)
        .toList();
  }

  /** The tools as of this duty cycle. */
  ToolIndex tools() {
    refresh();
    return tools;
  }

  /** The offers as of this duty cycle. */
  OfferIndex offers() {
    tools();
    return offers;
  }

  /** Whether a caller may call what has that id. */
  boolean allows(Caller caller, int toolId) {
    Guard guard = context.policy().guard();
    RouteSnapshot routes = context.routes();
    return guard.isOpen() || routes.grants(caller, guard).allows(routes.slotOf(toolId));
  }

  /** Whether a caller may read what serves a URI; what nothing serves nobody need be kept from. */
  boolean mayRead(Caller caller, String uri) {
    ListedOffer offer = offers().serving(uri);
    return offer == null || (caller != null && allows(caller, offer.toolId()));
  }

  /** What counts a caller's calls; null for nothing. */
  Meter[] meters(Caller caller, int toolId) {
    Guard guard = context.policy().guard();
    RouteSnapshot routes = context.routes();
    return guard.isOpen() ? null : routes.grants(caller, guard).meters(routes.slotOf(toolId));
  }

  /**
   * Refuses what a caller may not call: as if it were not there, but for what another scope opens.
   *
   * @param unknown what is said of what is not there
   */
  RpcException denied(McpRequest request, int toolId, RpcException unknown) {
    Route route = context.routes().find(toolId);
    Guard guard = context.policy().guard();
    counters.increment(EngineCounter.CALLS_DENIED);
    guard.denied(request.reply().caller().principal(), route == null ? "" : route.name());
    String scope = route == null ? null : guard.scopeFor(route.name(), route.hints().readOnly());
    if (scope == null) {
      return unknown;
    }
    return new RpcException(
        request.reply().needsScope(scope),
        RpcError.INVALID_PARAMS,
        route.name() + " needs the scope " + scope,
        "{\"status\":" + Status.PERMISSION_DENIED.value() + ",\"name\":\"PERMISSION_DENIED\"}");
  }
}

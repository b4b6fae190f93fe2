package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.api.Offer;
import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.json.OfferFaces;
import io.machinenative.axiom.engine.json.RecordBindings;
import io.machinenative.axiom.engine.json.RecordSchemas;
import io.machinenative.axiom.engine.json.ToolFaces;
import io.machinenative.axiom.engine.pipeline.Gate;
import io.machinenative.axiom.engine.pipeline.InFlight;
import io.machinenative.axiom.engine.pipeline.OfferNames;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.pipeline.RouteSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The tools of an engine, and what the data plane may know of them: a snapshot for each epoch.
 *
 * <p>Changed by the conductor alone (by the engine's starter before the conductor runs); a snapshot
 * is published with one volatile store and read by agents once per duty cycle.
 */
public final class Catalogue {
  /** Offers are read, and may come from anywhere. */
  private static final Route.Hints OFFER_HINTS = new Route.Hints(true, true, false, true);

  private final Map<String, Route> routesByName = new TreeMap<>();
  private final OperationCatalogue operations = new OperationCatalogue();
  private final RecordSchemas schemas = new RecordSchemas();
  private final int maxReplyBytes;
  private CatalogueListener listener = (gone, come) -> {};
  private volatile RouteSnapshot snapshot = new RouteSnapshot(0, List.of());

  /**
   * @param maxReplyBytes longest reply of a typed tool
   */
  public Catalogue(int maxReplyBytes) {
    this.maxReplyBytes = maxReplyBytes;
  }

  /** The operations that plugins offer to pipelines, beside their tools. */
  public OperationCatalogue operations() {
    return operations;
  }

  /** Tells somebody of every change from now on. Before there is any. */
  public void listener(CatalogueListener whoIsTold) {
    listener = whoIsTold;
  }

  /**
   * Puts routes in the place of others, all or none. Nothing for nothing leaves the epoch as it is.
   *
   * @param gone as they came
   * @return the epoch from which on it is so
   * @throws IllegalArgumentException when a name or an id is taken already, naming it
   */
  public long replace(List<Route> gone, List<Route> come) {
    if (gone.isEmpty() && come.isEmpty()) {
      return snapshot.epoch();
    }
    Map<String, Route> next = new TreeMap<>(routesByName);
    gone.forEach(route -> next.remove(route.name()));
    for (Route route : come) {
      if (next.put(route.name(), route) != null) {
        throw new IllegalArgumentException("a tool named " + route.name() + " is there already");
      }
    }
    RouteSnapshot published =
        new RouteSnapshot(snapshot.epoch() + 1, new ArrayList<>(next.values()));
    routesByName.clear();
    routesByName.putAll(next);
    snapshot = published;
    listener.onChange(
        gone.stream().filter(Route::isTool).toList(), come.stream().filter(Route::isTool).toList());
    return published.epoch();
  }

  /**
   * Makes the tools of one owner ready to run. Any thread; takes milliseconds where schemas are to
   * be derived, and less where an earlier owner had the same records.
   *
   * @param inFlight counts their calls
   */
  public List<Route> routesOf(List<Tool> tools, InFlight inFlight) {
    RecordBindings bindings = new RecordBindings(schemas);
    return tools.stream().map(tool -> route(tool, bindings, inFlight)).toList();
  }

  /**
   * Makes offers ready to run, as routes that are no tools: one for each, and one that completes
   * its arguments. Any thread.
   *
   * @param version of the plugin
   */
  public List<Route> routesOf(List<Offer> offers, String version, InFlight inFlight) {
    return offers.stream()
        .flatMap(offer ->
            Stream.of(
                offerRoute(offer, OfferNames.of(offer), version, OfferFaces.of(offer), inFlight),
                offerRoute(
                    offer,
                    OfferNames.completionOf(offer),
                    version,
                    OfferFaces.completionOf(offer),
                    inFlight)))
        .toList();
  }

  private static Route offerRoute(
      Offer offer, String name, String version, RawHandler handler, InFlight inFlight) {
    RawHandler[] handlers = new RawHandler[Route.CONTENT_TYPES];
    handlers[ContentType.JSON.value()] = handler;
    return new Route(
        ToolId.of(name),
        name,
        new Route.Label(version, offer.title(), offer.description(), offer.icons()),
        ExecutionMode.BLOCKING,
        OFFER_HINTS,
        Route.Tasks.NONE,
        handlers,
        Route.Schemas.NONE,
        offer,
        inFlight,
        gateOf(name, inFlight),
        Route.newFigures());
  }

  /** What counts in, where calls are limited. */
  private static Gate gateOf(String name, InFlight inFlight) {
    return inFlight.limit() == InFlight.UNLIMITED ? null : Gate.open(name);
  }

  private Route route(Tool tool, RecordBindings bindings, InFlight inFlight) {
    ToolFaces faces = ToolFaces.of(tool, bindings, maxReplyBytes);
    return new Route(
        tool.id(),
        tool.name(),
        Route.Label.of(tool),
        tool.mode(),
        Route.Hints.of(tool),
        Route.Tasks.of(tool),
        faces.handlers(),
        new Route.Schemas(faces.inputSchema(), faces.outputSchema(), faces.repliesContents()),
        null,
        inFlight,
        gateOf(tool.name(), inFlight),
        Route.newFigures());
  }

  /** The routes in force. Any thread. */
  public RouteSnapshot routes() {
    return snapshot;
  }
}

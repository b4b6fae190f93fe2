package io.machinenative.axiom.engine;

import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.engine.control.Lifecycle;
import io.machinenative.axiom.engine.json.ToolFaces;
import io.machinenative.axiom.engine.pipeline.ControlPlane;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.pipeline.RouteSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tools of an engine, and what the data plane may know of them: a snapshot for each epoch.
 *
 * <p>Changed by the conductor alone (by the engine's starter before the conductor runs); a snapshot
 * is published with one volatile store and read by agents once per duty cycle.
 */
final class Catalogue implements ControlPlane {
  private final Map<String, Route> routesByName = new TreeMap<>();
  private final Lifecycle lifecycle;
  private final int maxReplyBytes;
  private volatile RouteSnapshot snapshot = new RouteSnapshot(0, List.of());

  Catalogue(Lifecycle lifecycle, int maxReplyBytes) {
    this.lifecycle = lifecycle;
    this.maxReplyBytes = maxReplyBytes;
  }

  /**
   * Adds tools, all or none; none leave the epoch as it is.
   *
   * @return the epoch that has them
   * @throws IllegalArgumentException when a name or an id is taken already, naming it
   */
  long add(List<Tool> tools) {
    if (tools.isEmpty()) {
      return snapshot.epoch();
    }
    Map<String, Route> next = new TreeMap<>(routesByName);
    for (Tool tool : tools) {
      if (next.put(tool.name(), route(tool)) != null) {
        throw new IllegalArgumentException("a tool named " + tool.name() + " is there already");
      }
    }
    RouteSnapshot published =
        new RouteSnapshot(snapshot.epoch() + 1, new ArrayList<>(next.values()));
    routesByName.putAll(next);
    snapshot = published;
    return published.epoch();
  }

  private Route route(Tool tool) {
    ToolFaces faces = ToolFaces.of(tool, maxReplyBytes);
    return new Route(
        tool.id(),
        tool.name(),
        tool.version(),
        tool.title(),
        tool.description(),
        tool.mode(),
        tool.idempotent(),
        tool.readOnly(),
        tool.destructive(),
        tool.openWorld(),
        faces.handlers(),
        faces.inputSchema(),
        faces.outputSchema());
  }

  @Override
  public RouteSnapshot routes() {
    return snapshot;
  }

  @Override
  public boolean draining() {
    return lifecycle.isDraining();
  }
}

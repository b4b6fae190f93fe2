package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.pipeline.RouteSnapshot;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.query.RecordView;
import java.util.List;
import java.util.function.Supplier;

/**
 * Which tools a caller may learn of: those that it may call; and which records of the registry. For
 * lists that tools give, as the data plane has its own for those that it gives. Any thread;
 * allocates little.
 *
 * @param routes those in force
 * @param guard what callers may, as of now
 */
public record Visibility(Supplier<RouteSnapshot> routes, Supplier<Guard> guard) {
  /** Everybody sees everything. */
  public static Visibility open(Supplier<RouteSnapshot> routes) {
    return new Visibility(routes, () -> Guard.OPEN);
  }

  /** Whether a caller may know of a tool of this server. */
  public boolean shows(Principal who, String tool) {
    Guard now = guard.get();
    if (now.isOpen()) {
      return true;
    }
    Route route = routes.get().find(ToolId.of(tool));
    return now.allows(who, tool, route == null || route.hints().readOnly());
  }

  /**
   * Of which records a caller may learn: those of tools that it may call, and those that a rule
   * grants it as {@code record KIND/NAME}. Who may update records sees every one, for that shows
   * them too.
   */
  public RecordView records(Principal who) {
    Guard now = guard.get();
    return now.isOpen() || now.allows(who, "registry.update", false)
        ? RecordView.ALL
        : (kind, name) -> shows(now, who, kind, name);
  }

  /** The same for as long as somebody watches: follows rules that change meanwhile. */
  public RecordView recordsFromNowOn(Principal who) {
    return (kind, name) -> records(who).shows(kind, name);
  }

  private boolean shows(Guard now, Principal who, Kind kind, String name) {
    return (kind == Kind.TOOL && shows(who, name))
        || now.allows(who, "record " + kind.label() + "/" + name, true);
  }

  /** Those of some tools that a caller may know of. */
  public List<String> of(Principal who, List<String> tools) {
    return guard.get().isOpen() ? tools : tools.stream().filter(one -> shows(who, one)).toList();
  }
}

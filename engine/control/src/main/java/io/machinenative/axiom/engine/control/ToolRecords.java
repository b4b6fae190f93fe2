package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.registry.Outcome;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.model.Document;
import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.Registration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.agrona.ErrorHandler;

/**
 * Keeps a record of every tool that the server serves, so that who queries or watches the registry
 * finds them. The metadata says which server: {@code {"server": NAME}}; by the tag {@value
 * EarlierRun#TAG} they are told from tools that somebody else registered.
 *
 * <p>Owned by the conductor, by the starter before it.
 */
public final class ToolRecords implements CatalogueListener {
  private final Registry registry;
  private final String server;
  private final ErrorHandler errors;
  private final EarlierRun earlier;

  public ToolRecords(Registry registry, String server, ErrorHandler errors) {
    this.registry = registry;
    this.server = server;
    this.errors = errors;
    earlier = new EarlierRun(registry, server);
  }

  /** Removes what an earlier run of this server left. */
  public void start() {
    earlier.remove(Kind.TOOL).forEach(this::recordRefusal);
  }

  @Override
  public void onChange(List<Route> gone, List<Route> come) {
    for (Route route : gone) {
      recordRefusal(registry.deregister(key(route), Registry.ANY_REVISION));
    }
    for (Route route : come) {
      Registration tool =
          Registration.of(key(route))
              .about(route.label().title(), route.label().description(), "")
              .health(isTakenOut(route) ? Health.UNHEALTHY : Health.UNKNOWN)
              .type(route.mode().name().toLowerCase(Locale.ROOT))
              .tags(EarlierRun.TAG)
              .metadata(Document.of(Map.of(EarlierRun.SERVER, server)), "")
              .build();
      recordRefusal(registry.register(tool, Registry.IfExists.REPLACE));
    }
  }

  private static boolean isTakenOut(Route route) {
    return route.gate() != null && route.gate().closed() != null;
  }

  private static RecordKey key(Route route) {
    return RecordKey.of(Kind.TOOL, route.name(), route.label().version());
  }

  /** The tool is served all the same. */
  private void recordRefusal(Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      errors.onError(new IllegalStateException("no record of a tool: " + refused.message()));
    }
  }
}

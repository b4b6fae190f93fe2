package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.registry.Outcome;
import io.machinenative.axiom.engine.registry.Page;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.model.Document;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.query.Filter;
import io.machinenative.axiom.engine.registry.query.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.agrona.ErrorHandler;

/**
 * Keeps a record of every tool that the server serves, so that who queries or watches the registry
 * finds them. The metadata says which server: {@code {"server": NAME}}; by the tag {@value #TAG}
 * they are told from tools that somebody else registered.
 *
 * <p>Owned by the conductor, by the starter before it.
 */
public final class ToolRecords implements CatalogueListener {
  /** On every record of a tool that a server of this registry serves. */
  public static final String TAG = "served";

  private static final String SERVER = "server";
  private static final int PAGE = 1000;

  private final Registry registry;
  private final String server;
  private final ErrorHandler errors;

  public ToolRecords(Registry registry, String server, ErrorHandler errors) {
    this.registry = registry;
    this.server = server;
    this.errors = errors;
  }

  /** Removes what an earlier run of this server left. */
  public void start() {
    List<RecordKey> left = new ArrayList<>();
    Query query = Query.first(Filter.where().kind(Kind.TOOL).tags(TAG).build(), PAGE);
    Page page = registry.query(query);
    while (true) {
      for (RegistryRecord record : page.records()) {
        if (server.equals(record.content().metadata().values().get(SERVER))) {
          left.add(record.key());
        }
      }
      if (page.next().isEmpty()) {
        break;
      }
      page = registry.query(query.after(page.next()));
    }
    left.forEach(key -> recordRefusal(registry.deregister(key, Registry.ANY_REVISION)));
  }

  @Override
  public void onChange(List<Route> gone, List<Route> come) {
    for (Route route : gone) {
      recordRefusal(registry.deregister(key(route), Registry.ANY_REVISION));
    }
    for (Route route : come) {
      Registration tool =
          Registration.of(key(route))
              .about(route.title(), route.description(), "")
              .type(route.mode().name().toLowerCase(Locale.ROOT))
              .tags(TAG)
              .metadata(Document.of(Map.of(SERVER, server)), "")
              .build();
      recordRefusal(registry.register(tool, Registry.IfExists.REPLACE));
    }
  }

  private static RecordKey key(Route route) {
    return RecordKey.of(Kind.TOOL, route.name(), route.version());
  }

  /** The tool is served all the same. */
  private void recordRefusal(Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      errors.onError(new IllegalStateException("no record of a tool: " + refused.message()));
    }
  }
}

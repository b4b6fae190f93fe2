package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.engine.registry.Outcome;
import io.machinenative.axiom.engine.registry.Page;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.query.Filter;
import io.machinenative.axiom.engine.registry.query.Query;
import java.util.ArrayList;
import java.util.List;

/**
 * Records that an earlier run of this server left in the registry: those with the tag {@value #TAG}
 * whose metadata name it as {@code server}. Owned by the starter, before the conductor runs.
 */
public final class EarlierRun {
  /** The name in a record's metadata under which the server stands. */
  public static final String SERVER = "server";

  /** On every record of what a server of this registry serves, so that few have to be looked at. */
  public static final String TAG = "served";

  private static final int PAGE = 1000;

  private final Registry registry;
  private final String server;

  public EarlierRun(Registry registry, String server) {
    this.registry = registry;
    this.server = server;
  }

  /** Removes all of a kind; what came of each. */
  public List<Outcome> remove(Kind kind) {
    List<RecordKey> left = new ArrayList<>();
    Query query = Query.first(Filter.where().kind(kind).tags(TAG).build(), PAGE);
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
    return left.stream().map(key -> registry.deregister(key, Registry.ANY_REVISION)).toList();
  }
}

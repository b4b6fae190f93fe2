package io.machinenative.axiom.benchmarks.registry;

import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.control.Catalogue;
import io.machinenative.axiom.engine.control.Lifecycle;
import io.machinenative.axiom.engine.pipeline.InFlight;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.pipeline.RouteSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The look-up that each call makes on the data plane: from a tool's id to what serves it, in the
 * snapshot of a catalogue. One thread.
 */
public final class RouteLookups {
  private static final int MAX_REPLY_BYTES = 1 << 20;
  private static final int IDS = 1 << 14;
  private static final long SEED = 2026;

  private final RouteSnapshot routes;
  private final int[] ids = new int[IDS];
  private int next;

  /**
   * @param tools in the catalogue
   */
  public RouteLookups(int tools) {
    Catalogue catalogue = new Catalogue(new Lifecycle(), MAX_REPLY_BYTES);
    List<Tool> all = new ArrayList<>();
    for (int i = 0; i < tools; i++) {
      all.add(Tool.named("bench.tool-" + i).raw(ContentType.BINARY, call -> {}).build());
    }
    catalogue.replace(List.of(), catalogue.routesOf(all, new InFlight()));
    routes = catalogue.routes();
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < IDS; i++) {
      ids[i] = all.get(random.nextInt(tools)).id();
    }
  }

  /** Looks up the next of many ids, in no order. */
  public Route lookUp() {
    next = next + 1 & IDS - 1;
    Route route = routes.find(ids[next]);
    if (route.toolId() != ids[next]) {
      throw new IllegalStateException("expected the route of " + ids[next] + ", got " + route);
    }
    return route;
  }
}

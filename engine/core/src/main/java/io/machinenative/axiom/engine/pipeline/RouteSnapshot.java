package io.machinenative.axiom.engine.pipeline;

import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.access.Grants;
import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.access.Meter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.agrona.BitUtil;

/**
 * Which tool serves which id, as of one catalogue epoch. Immutable; published by the control plane,
 * read by every agent of the data plane without a lock. A look-up takes a few nanoseconds and
 * allocates nothing.
 */
public final class RouteSnapshot {
  private final long epoch;
  private final Route[] byName;
  private final List<Route> offers;
  private final Route[] table;
  private final int mask;

  /**
   * @param epoch of the catalogue
   * @param routes in any order, of different ids
   * @throws IllegalArgumentException when two routes have one id, naming both tools
   */
  public RouteSnapshot(long epoch, Collection<Route> routes) {
    this.epoch = epoch;
    byName =
        routes.stream()
            .filter(Route::isTool)
            .sorted(Comparator.comparing(Route::name))
            .toArray(Route[]::new);
    offers =
        routes.stream()
            .filter(route -> !route.isTool())
            .sorted(Comparator.comparing(Route::name))
            .toList();
    int capacity = BitUtil.findNextPositivePowerOfTwo(Math.max(8, routes.size() * 2));
    table = new Route[capacity];
    mask = capacity - 1;
    for (Route route : routes) {
      insert(route);
    }
  }

  private void insert(Route route) {
    assert route.gate() != null || route.inFlight().limit() == InFlight.UNLIMITED
        : route.name() + ": nobody would count its calls, which are limited";
    int index = (route.toolId() ^ (route.toolId() >>> 16)) & mask;
    while (table[index] != null) {
      if (table[index].toolId() == route.toolId()) {
        throw new IllegalArgumentException(
            "tools "
                + table[index].name()
                + " and "
                + route.name()
                + " have the same id "
                + Integer.toHexString(route.toolId())
                + ": rename one");
      }
      index = (index + 1) & mask;
    }
    table[index] = route;
  }

  /** The route of a tool id, or null when there is none. */
  public Route find(int toolId) {
    return table[find(toolId, table, mask)];
  }

  /** The slot of a tool id: an empty one when there is none. */
  public int slotOf(int toolId) {
    return find(toolId, table, mask);
  }

  private static int find(int toolId, Route[] table, int mask) {
    int index = (toolId ^ (toolId >>> 16)) & mask;
    Route route = table[index];
    while (route != null && route.toolId() != toolId) {
      index = (index + 1) & mask;
      route = table[index];
    }
    return index;
  }

  /** The route in a slot; null in an empty one. */
  public Route at(int slot) {
    return table[slot];
  }

  /**
   * What a caller may, of these routes. Made when it is first asked for, and kept by the caller;
   * after that it costs two comparisons and allocates nothing.
   */
  public Grants grants(Caller caller, Guard guard) {
    if (guard.isOpen()) {
      return Grants.ALL;
    }
    Grants known = caller.grants();
    return known.isOf(this, guard) ? known : caller.keep(grantsOf(caller.principal(), guard));
  }

  /** Whether a caller may call a route of these. */
  public boolean allows(Caller caller, Guard guard, Route route) {
    return grants(caller, guard).allows(slotOf(route.toolId()));
  }

  private Grants grantsOf(Principal principal, Guard guard) {
    long[] allowed = new long[(table.length + 63) >> 6];
    Meter[][] meters = null;
    boolean all = true;
    for (int slot = 0; slot < table.length; slot++) {
      Route route = table[slot];
      if (route == null) {
        continue;
      }
      if (guard.allows(principal, route.name(), route.hints().readOnly())) {
        allowed[slot >> 6] |= 1L << slot;
      } else {
        all = false;
      }
      Meter[] counting = guard.meters(principal, route.name());
      if (counting != null) {
        meters = meters == null ? new Meter[table.length][] : meters;
        meters[slot] = counting;
      }
    }
    return new Grants(this, guard, all ? null : allowed, meters);
  }

  /** Grows by one whenever a tool comes, changes or goes. */
  public long epoch() {
    return epoch;
  }

  /** How many tools there are. */
  public int size() {
    return byName.length;
  }

  /** What is offered beside tools, in the order of the routes' names. */
  public List<Route> offers() {
    return offers;
  }

  /** The tools in the order of their names. */
  public Route byName(int index) {
    return byName[index];
  }

  /** Index of the first tool whose name sorts after {@code name}. */
  public int firstAfter(String name) {
    int low = 0;
    int high = byName.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (byName[middle].name().compareTo(name) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

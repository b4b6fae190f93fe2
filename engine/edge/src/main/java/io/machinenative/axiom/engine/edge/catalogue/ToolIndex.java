package io.machinenative.axiom.engine.edge.catalogue;

import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.pipeline.RouteSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * The tools of one epoch, by name. Immutable; looking one up allocates nothing.
 *
 * <p>What is said of a tool is written when the index is made, and kept from epoch to epoch for
 * tools that did not change.
 */
public final class ToolIndex {
  private static final int OFFSET_BASIS = 0x811C9DC5;
  private static final int PRIME = 0x01000193;

  private final RouteSnapshot routes;
  private final List<ListedTool> tools = new ArrayList<>();
  private final Int2ObjectHashMap<ListedTool> byId = new Int2ObjectHashMap<>();

  /**
   * @param before the index of an earlier epoch, or null
   */
  public ToolIndex(RouteSnapshot routes, ToolIndex before) {
    this.routes = routes;
    for (int i = 0; i < routes.size(); i++) {
      Route route = routes.byName(i);
      ListedTool known = before == null ? null : before.byId.get(route.toolId());
      ListedTool tool = known != null && known.route() == route ? known : ToolListing.of(route);
      tools.add(tool);
      byId.put(route.toolId(), tool);
    }
  }

  public RouteSnapshot routes() {
    return routes;
  }

  public long epoch() {
    return routes.epoch();
  }

  /** In the order of their names. */
  public List<ListedTool> tools() {
    return tools;
  }

  /** Index of the first tool whose name sorts after this one. */
  public int firstAfter(String name) {
    return routes.firstAfter(name);
  }

  /** The tool of a name, or null. */
  public ListedTool find(byte[] name, int start, int end) {
    int hash = OFFSET_BASIS; // as ToolId
    for (int i = start; i < end; i++) {
      hash = (hash ^ (name[i] & 0xFF)) * PRIME;
    }
    ListedTool tool = byId.get(hash);
    return tool != null && isNamed(tool.route().name(), name, start, end) ? tool : null;
  }

  private static boolean isNamed(String name, byte[] bytes, int start, int end) {
    if (name.length() != end - start) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) != (bytes[start + i] & 0xFF)) {
        return false;
      }
    }
    return true;
  }
}

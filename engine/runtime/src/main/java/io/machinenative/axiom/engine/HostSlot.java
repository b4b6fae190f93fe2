package io.machinenative.axiom.engine;

import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.engine.control.Catalogue;
import io.machinenative.axiom.engine.gateway.PluginSlot;
import io.machinenative.axiom.engine.hosting.PluginHost;
import io.machinenative.axiom.engine.hosting.PluginInfo;
import io.machinenative.axiom.engine.pipeline.RouteSnapshot;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** Serves upstream servers as plugins of the host: changes of one happen one after the other. */
final class HostSlot implements PluginSlot {
  private final PluginHost plugins;
  private final Catalogue catalogue;
  private final Map<String, CompletableFuture<?>> last = new ConcurrentHashMap<>();
  private final Map<String, Set<Integer>> served = new ConcurrentHashMap<>();

  HostSlot(PluginHost plugins, Catalogue catalogue) {
    this.plugins = plugins;
    this.catalogue = catalogue;
  }

  @Override
  public CompletableFuture<?> put(Plugin plugin, Set<Integer> routes) {
    String id = plugin.id();
    Set<Integer> before = served.getOrDefault(id, Set.of());
    served.put(id, routes);
    CompletableFuture<?> change =
        after(id, () -> isThere(id) ? plugins.swap(plugin) : plugins.install(plugin));
    change.exceptionally(failure -> {
      served.replace(id, routes, before);
      return null;
    });
    return change;
  }

  @Override
  public CompletableFuture<?> remove(String id) {
    served.remove(id);
    return after(
        id, () -> isThere(id) ? plugins.remove(id) : CompletableFuture.completedFuture(null));
  }

  @Override
  public IntPredicate takenByOthers(String id) {
    RouteSnapshot routes = catalogue.routes();
    Set<Integer> own = served.getOrDefault(id, Set.of());
    return route -> routes.find(route) != null && !own.contains(route);
  }

  private CompletableFuture<?> after(String id, Supplier<CompletableFuture<?>> change) {
    return last.compute(
        id,
        (same, before) ->
            before == null || before.isDone()
                ? change.get()
                : before.handle((done, failure) -> null).thenCompose(ignored -> change.get()));
  }

  private boolean isThere(String id) {
    return plugins.list().stream().map(PluginInfo::id).anyMatch(id::equals);
  }
}

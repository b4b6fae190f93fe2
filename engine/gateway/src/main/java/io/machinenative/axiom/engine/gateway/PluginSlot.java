package io.machinenative.axiom.engine.gateway;

import io.machinenative.axiom.api.Plugin;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;

/** Where upstream servers are served from: the host of plugins. Any thread; never waits. */
public interface PluginSlot {
  /**
   * Serves a plugin, in the place of the one of its id if there is one.
   *
   * @param routes ids of all that it serves
   * @return completed when it serves; exceptionally when it cannot
   */
  CompletableFuture<?> put(Plugin plugin, Set<Integer> routes);

  /** Serves it no more. */
  CompletableFuture<?> remove(String id);

  /**
   * Which ids of routes others have already.
   *
   * @param id of the plugin that asks
   */
  IntPredicate takenByOthers(String id);
}

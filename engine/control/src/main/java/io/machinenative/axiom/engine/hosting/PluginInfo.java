package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.plugin.PluginLimits;
import io.machinenative.axiom.engine.plugin.PluginPermissions;
import java.util.List;
import java.util.Map;

/**
 * What there is to know of a version of a plugin, at one moment.
 *
 * @param state of this version
 * @param origin where it came from
 * @param tools names
 * @param dependencies as its manifest says them
 * @param permissions as its manifest says them
 * @param limits as its manifest says them
 * @param sick why it is not well; empty when it is
 * @param calls that it took
 * @param faults of these, which it failed with what it did not declare
 * @param inFlight calls that run on workers and in the background
 * @param memoryBytes off-heap
 * @param threads of its own that run
 * @param previous the version that a rollback brings back; empty when there is none
 * @param metrics its own numbers, by name
 */
public record PluginInfo(
    String id,
    String version,
    String description,
    PluginState state,
    String origin,
    List<String> tools,
    List<String> dependencies,
    PluginPermissions permissions,
    PluginLimits limits,
    String sick,
    long calls,
    long faults,
    long inFlight,
    long memoryBytes,
    int threads,
    String previous,
    Map<String, Long> metrics) {
  /** The same, with other names of tools. */
  PluginInfo with(List<String> shown) {
    return new PluginInfo(
        id,
        version,
        description,
        state,
        origin,
        shown,
        dependencies,
        permissions,
        limits,
        sick,
        calls,
        faults,
        inFlight,
        memoryBytes,
        threads,
        previous,
        metrics);
  }

  static PluginInfo of(PluginVersion version, PluginSource previous) {
    return new PluginInfo(
        version.id(),
        version.version(),
        version.manifest().description(),
        version.state(),
        version.source().origin(),
        version.routes().stream().filter(Route::isTool).map(Route::name).toList(),
        version.manifest().dependencies().stream().map(need -> need.toString()).toList(),
        version.manifest().permissions(),
        version.manifest().limits(),
        version.sick(),
        version.figures().calls(),
        version.figures().faults(),
        version.inFlight().total(),
        version.context().memory().usedBytes(),
        version.context().threadsAlive(),
        previous == null ? "" : previous.manifest().version(),
        version.metrics());
  }
}

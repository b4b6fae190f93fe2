package io.machinenative.axiom.engine.hosting;

import java.util.List;

/**
 * What a change of plugins did.
 *
 * @param id of the plugin
 * @param from the version that served before; empty when there was none
 * @param to the version that serves now; empty when it was removed
 * @param followers ids of the plugins that depend on it and were started anew with it
 * @param epoch of the catalogue from which on it is so
 * @param prepareNs loading, initialising and validating the new versions
 * @param switchNs from the publication until every agent ran it
 * @param drainNs until no call of the old versions was in flight, or they were not awaited longer
 * @param teardownNs of the old versions
 * @param drained false when calls of an old version still ran when it was torn down, or operations
 *     of pipelines go on in it, and its teardown waits for them
 */
public record PluginSwap(
    String id,
    String from,
    String to,
    List<String> followers,
    long epoch,
    long prepareNs,
    long switchNs,
    long drainNs,
    long teardownNs,
    boolean drained) {
  public PluginSwap {
    followers = List.copyOf(followers);
  }
}

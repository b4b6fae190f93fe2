package io.machinenative.axiom.engine.hosting;

/**
 * What a change of plugins did.
 *
 * @param id of the plugin
 * @param from the version that served before; empty when there was none
 * @param to the version that serves now; empty when it was removed
 * @param epoch of the catalogue from which on it is so
 * @param prepareNs loading, initialising and validating the new version
 * @param switchNs from the publication until every agent ran it
 * @param drainNs until no call of the old version was in flight
 * @param teardownNs of the old version
 * @param drained false when calls of the old version still ran when it was torn down
 */
public record PluginSwap(
    String id,
    String from,
    String to,
    long epoch,
    long prepareNs,
    long switchNs,
    long drainNs,
    long teardownNs,
    boolean drained) {}

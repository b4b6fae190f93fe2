package io.machinenative.axiom.engine.edge.catalogue;

/**
 * An offer, and how it is listed. Immutable.
 *
 * @param key what clients name it by, and what lists are sorted by: URI, template or name
 * @param toolId of the route that serves it
 * @param completionId of the route that completes its arguments
 * @param listed as its list shows it, a JSON object
 */
public record ListedOffer(String key, int toolId, int completionId, byte[] listed) {}

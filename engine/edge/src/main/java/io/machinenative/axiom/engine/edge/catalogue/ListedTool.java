package io.machinenative.axiom.engine.edge.catalogue;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.json.HeaderArgument;
import io.machinenative.axiom.engine.pipeline.Route;

/**
 * A tool, and how it is listed. Immutable.
 *
 * @param route as of the epoch; a call looks it up again
 * @param argumentType what the arguments are turned into for the tool
 * @param inputSchema JSON Schema of the arguments, in one line
 * @param outputSchema JSON Schema of the result, in one line; empty for none
 * @param listed the tool as tools/list shows it, a JSON object
 * @param listedEarlier the same for revisions that know only objects as results
 * @param headers arguments that clients repeat in header fields
 */
public record ListedTool(
    Route route,
    ContentType argumentType,
    byte[] inputSchema,
    byte[] outputSchema,
    byte[] listed,
    byte[] listedEarlier,
    HeaderArgument[] headers) {}

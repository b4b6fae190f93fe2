package io.machinenative.axiom.engine.edge.catalogue;

/**
 * An argument that clients repeat in a header field, for those between who route by it: {@code
 * x-mcp-header} in the schema.
 *
 * @param field {@code Mcp-Param-} and the name that the schema gives
 * @param path names of the properties from the arguments' object on
 */
public record HeaderArgument(String field, byte[][] path) {}

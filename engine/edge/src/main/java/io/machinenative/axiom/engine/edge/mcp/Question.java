package io.machinenative.axiom.engine.edge.mcp;

/**
 * A question of a tool that is on its way to a client of the older era.
 *
 * @param key by which the tool asked
 * @param deadlineNs on the ingress clock
 */
record Question(EngineCall call, String key, long deadlineNs) {}

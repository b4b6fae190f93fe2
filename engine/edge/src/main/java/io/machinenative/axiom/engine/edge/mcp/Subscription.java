package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.api.Announcements.Kind;
import java.util.Set;

/**
 * A stream of the newer era that a client listens on, and what it wants to hear.
 *
 * @param request that is not answered until the stream ends
 * @param taskIds of its owner
 */
record Subscription(McpRequest request, Set<Kind> lists, Set<String> uris, Set<String> taskIds) {}

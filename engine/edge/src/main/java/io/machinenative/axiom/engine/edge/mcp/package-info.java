/**
 * The Model Context Protocol, in both eras on one endpoint: revision 2026-07-28, where each request
 * stands for itself, and 2025-11-25 and older, where a session does.
 *
 * <pre>
 *   HTTP ─┐                                    ┌─▶ tools, resources, prompts: calls of the engine
 *         ├─▶ McpServer ─▶ Envelope ─▶ method ─┤
 *   stdio ┘        ▲                           └─▶ lists, sessions, subscriptions
 *                  └─ McpReply: where the answer goes
 * </pre>
 *
 * <p>All of it on the ingress thread.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2026-07-28">MCP 2026-07-28</a>
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25">MCP 2025-11-25</a>
 */
package io.machinenative.axiom.engine.edge.mcp;

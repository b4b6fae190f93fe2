/**
 * The gateway: other MCP servers, joined as clients of theirs, whose tools, resources and prompts
 * are served as if they were our own.
 *
 * <pre>
 *  configuration ─▶ Gateway ─▶ Upstream (one each, on a thread of its own)
 *                                │ greets, lists, follows changes, comes back after failures
 *                                ▼
 *                          UpstreamPlugin ─▶ PluginSlot (the host: swaps by epoch)
 *                                │ calls
 *                                ▼
 *                          ToolHandler ─▶ UpstreamCalls ─▶ UpstreamSession ─▶ Link (HTTP, stdio)
 * </pre>
 *
 * <p>An upstream is a stranger: what it says is bounded, what it promises is checked, and one that
 * fails or hangs costs nobody but its own callers anything.
 */
package io.machinenative.axiom.engine.gateway;

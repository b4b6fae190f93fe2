/**
 * WebSocket: many calls at once on one connection, as JSON or as frames of the wire protocol.
 *
 * <pre>
 *  GET /ws ─ WebSocketEndpoint ─101─▶ frame decoder ─ WebSocketConnection ─┬─ JsonSocket ─ CallPort
 *                                                                          └─ FrameSocket ─ framing
 *  frames ◀───────────────────────────────────────────── SocketOutput ◀────┘
 * </pre>
 *
 * <p>The messages, limits and close codes are in docs/websocket.md. All of it on the ingress
 * thread.
 */
package io.machinenative.axiom.engine.edge.websocket;

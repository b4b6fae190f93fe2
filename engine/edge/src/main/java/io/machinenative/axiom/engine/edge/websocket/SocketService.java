package io.machinenative.axiom.engine.edge.websocket;

import io.netty.buffer.ByteBuf;

/** What is spoken on a WebSocket: its subprotocol. On the ingress thread. */
interface SocketService {
  /** Whether its messages are text; others end the connection. */
  boolean isText();

  /** Longest message that comes. */
  int maxMessageBytes();

  /**
   * A message came in full.
   *
   * @param message borrowed until this returns, unless it is retained
   */
  void onMessage(ByteBuf message);

  /** Goes on with what waited, after {@link WebSocketConnection#resumeLater}. */
  default void resume() {}

  /** Looked at now and then: ends the connection when the client has let a time pass. */
  default void checkTime(long nowNs) {}

  /** The connection is over, or about to be. Told once. */
  void onEnd();
}

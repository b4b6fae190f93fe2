package io.machinenative.axiom.engine.edge.websocket;

/**
 * Why a connection ends, as the client sees it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1">RFC 6455, 7.4.1</a>
 */
enum CloseCode {
  /** Done: the session is over. */
  NORMAL(1000),
  /** The server stops, or the client has not answered a ping. */
  GOING_AWAY(1001),
  /** A frame is none of WebSocket. */
  PROTOCOL_ERROR(1002),
  /** Text where the subprotocol has binary messages, or the other way round. */
  UNSUPPORTED_DATA(1003),
  /** Text that is not UTF-8. */
  NOT_UTF8(1007),
  /** The client does not read what it asks for. */
  POLICY(1008),
  /** A message is longer than the server takes. */
  TOO_BIG(1009),
  /** A defect of the server. */
  INTERNAL_ERROR(1011);

  private final int number;

  CloseCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}

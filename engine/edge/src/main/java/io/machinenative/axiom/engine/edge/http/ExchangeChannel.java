package io.machinenative.axiom.engine.edge.http;

import io.machinenative.axiom.engine.edge.json.ByteSink;

/**
 * Where an exchange's answer goes: a connection of HTTP/1.1, or a stream of HTTP/2. On the ingress
 * thread.
 */
interface ExchangeChannel {
  EdgeConnections all();

  EdgeClient client();

  /** Whether the exchange is the one that waits for an answer. */
  boolean isCurrent(HttpExchange exchange);

  /** Sends a whole answer; {@code fields} are lines of a head. */
  void answer(
      HttpExchange exchange,
      int status,
      byte[] contentType,
      byte[] fields,
      byte[] content,
      int length);

  /** Begins an answer whose length is not known. */
  void openStream(byte[] contentType, byte[] fields);

  /** Sends a part of it. */
  void part(byte[] before, ByteSink data, byte[] after);

  /** Ends it. */
  void endStream(HttpExchange exchange);

  /**
   * Answers 101 and leaves the connection to somebody else.
   *
   * @param fields lines of the head
   * @return false when this is no connection that can be left
   */
  boolean leave(HttpExchange exchange, byte[] fields, Takeover next);
}

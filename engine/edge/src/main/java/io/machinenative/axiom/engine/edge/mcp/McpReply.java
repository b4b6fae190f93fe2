package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.edge.call.CallPort;
import io.machinenative.axiom.engine.edge.json.ByteSink;

/**
 * Where a message came from and where its answer goes: an HTTP exchange, or standard input and
 * output. On the ingress thread. What comes after the answer is dropped.
 */
interface McpReply {
  /** Whether the client waits for the answer still. */
  boolean isOpen();

  /** Sends a message before the answer, which then is the last one of a stream. */
  void send(ByteSink message);

  /**
   * Sends the answer.
   *
   * @param httpStatus where it goes by HTTP and nothing was sent before
   */
  void answer(int httpStatus, ByteSink message);

  /** Takes a message that wants no answer. */
  void accept();

  /** Ends a stream that has no answer. */
  void end();

  /** Is run when the client goes before it has its answer. */
  void onGone(Runnable whatStops);

  /** A header field of the request, its values joined, or null; null where there are none. */
  String header(CharSequence name);

  /** Adds a header field to the answer, where there are any. */
  void field(String name, String value);

  /** Whether the request came with header fields. */
  boolean isHttp();

  /** Who asks. */
  Caller caller();

  /**
   * Adds what tells a client that another scope would open what it asks for.
   *
   * @return the status of HTTP that goes with it
   */
  int needsScope(String scope);

  /** The client's session with the engine. */
  CallPort port();
}

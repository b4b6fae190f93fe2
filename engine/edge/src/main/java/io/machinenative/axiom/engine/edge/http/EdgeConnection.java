package io.machinenative.axiom.engine.edge.http;

/**
 * A connection of the listener, whatever it speaks: what the listener wants of it in each step. On
 * the ingress thread.
 */
public interface EdgeConnection {
  /**
   * Ends what takes too long: a head or a body that does not come, an answer that is not read, a
   * connection that nobody uses.
   */
  void checkTime(long nowNs);

  /** Goes on with what waited. Called once after {@link EdgeConnections#resume}. */
  default void resume() {}

  /** Sends what was gathered. Called once after {@link EdgeConnections#flushLater}. */
  default void flush() {}

  /** Ends it. */
  void close();
}

package io.machinenative.axiom.engine.pipeline;

/** The way of a connection's beginning and end from framing to dispatch. */
public interface SessionLifecycle {
  void onConnect(Session session);

  /** The connection is over: its calls are cancelled, what it holds is given back. */
  void onDisconnect(Session session);
}

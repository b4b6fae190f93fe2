package io.machinenative.axiom.engine.gateway.call;

import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.session.UpstreamSession;

/** The way of calls to their upstream server. Any thread. */
public interface Access {
  /** As the operator knows it. */
  String name();

  /**
   * The session in force.
   *
   * @throws UpstreamException UNREACHABLE, with the reason, while there is none
   */
  UpstreamSession session() throws UpstreamException;

  /**
   * A session in the place of one that the server does not know any more; the same for all who ask
   * at once.
   */
  UpstreamSession renew(UpstreamSession over) throws UpstreamException, InterruptedException;

  /** A call failed so that the connection is worth a look. Never waits. */
  void suspect(UpstreamException failure);

  /** Something that the operator should know of a server that answers. */
  void noted(String problem);
}

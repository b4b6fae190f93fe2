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
   * A session with which a request may be sent once more: another in the place of one that the
   * server does not know any more, or with credentials that are other now than those it refuses.
   * The same for all who ask at once.
   *
   * @throws UpstreamException the failure, when another session does not help
   */
  UpstreamSession instead(UpstreamSession before, UpstreamException failure)
      throws UpstreamException, InterruptedException;

  /** A call failed so that the connection is worth a look. Never waits. */
  void suspect(UpstreamException failure);

  /** Something that the operator should know of a server that answers. */
  void noted(String problem);
}

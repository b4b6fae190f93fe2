package io.machinenative.axiom.engine.port;

import org.agrona.DirectBuffer;

/** Decides at Hello who may open a session. Any ingress agent, so it must not wait. */
@FunctionalInterface
public interface Authenticator {
  /** Lets everybody in: for loopback and in-process use. */
  Authenticator NONE = (clientName, credentials, offset, length) -> true;

  /**
   * @param clientName as the client calls itself; not trusted
   * @param credentials hold them at {@code [offset, offset + length)}; borrowed
   * @return whether the session may open
   */
  boolean admits(String clientName, DirectBuffer credentials, int offset, int length);
}

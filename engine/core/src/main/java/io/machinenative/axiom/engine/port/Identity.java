package io.machinenative.axiom.engine.port;

import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.engine.access.Admission;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.access.ProtectedResource;
import io.machinenative.axiom.engine.access.Remote;

/**
 * Decides who a client is, and whether it may come in. Any ingress agent, so it must not wait.
 * Allocates for a credential that it has not seen yet.
 */
public interface Identity {
  /**
   * Looks at what a client presents.
   *
   * @param credential borrowed until this returns
   * @param from who presents it, for limits and the audit log
   * @param nowNs on the clock of the data plane
   */
  Admission identify(Credential credential, Remote from, long nowNs);

  /** Who presents nothing; null when that is not enough. */
  Caller anonymous();

  /** Whether nothing is ever asked for, so that nobody need present anything. */
  boolean isOpen();

  /** What clients are told of how to get in by OAuth. */
  default ProtectedResource resource() {
    return ProtectedResource.NONE;
  }

  /** Lets everybody in without a question: for loopback and in-process use. */
  static Identity open() {
    return new Open(new Caller(Principal.ANONYMOUS));
  }

  /** Lets everybody in, as one and the same. */
  record Open(Caller anonymous) implements Identity {
    @Override
    public Admission identify(Credential credential, Remote from, long nowNs) {
      return Admission.of(anonymous);
    }

    @Override
    public boolean isOpen() {
      return true;
    }
  }
}

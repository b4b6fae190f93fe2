package io.machinenative.axiom.engine.gateway.session;

import io.machinenative.axiom.engine.gateway.rpc.Incoming;

/** An upstream server answered with an error of JSON-RPC. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Incoming.Refusal refusal;

  public RefusedException(Incoming.Refusal refusal) {
    super(refusal.message() + " (" + refusal.code() + ")", null, false, false);
    this.refusal = refusal;
  }

  public Incoming.Refusal refusal() {
    return refusal;
  }
}

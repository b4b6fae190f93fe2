package io.machinenative.axiom.engine.edge.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.engine.access.Admission;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.access.Remote;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.port.Identity;

/**
 * Whose a WebSocket is: as the request for it said, or as its hello says, since pages cannot set
 * header fields of that request. Owned by the ingress thread.
 */
final class SocketCaller {
  private final IngressContext context;
  private final EngineCounters counters;
  private final Remote from;
  private final long openedNs;
  private Caller caller;

  /**
   * @param caller who asked for the socket; null when that said nothing
   */
  SocketCaller(IngressContext context, EngineCounters counters, Remote from, Caller caller) {
    this.context = context;
    this.counters = counters;
    this.from = from;
    this.openedNs = context.nowNs();
    this.caller = caller == null ? context.policy().identity().anonymous() : caller;
  }

  /** Null while nobody has said hello where one has to. */
  Caller caller() {
    return caller;
  }

  /** Whether it is known who it is, and that still holds. */
  boolean isGood() {
    return caller != null && caller.isGood(context.nowNs());
  }

  /** Whether a hello was due. */
  boolean isLate(long nowNs) {
    return caller == null && nowNs - openedNs > context.policy().limits().helloTimeoutNs();
  }

  /**
   * Says who it is. Once that is known, only a newer credential of the same caller is taken.
   *
   * @param token as {@code Authorization: Bearer} has it; empty for none
   */
  Admission hello(String token) {
    Identity identity = context.policy().identity();
    Credential credential =
        token.isEmpty()
            ? Credential.NONE
            : Credential.of(Credential.Form.BEARER, token.getBytes(UTF_8));
    Admission admission = identity.identify(credential, from, context.nowNs());
    if (admission.caller() != null && !isSame(admission.caller().principal())) {
      admission = Admission.refused(true, "a credential of somebody else");
    }
    if (admission.caller() == null) {
      counters.increment(admission.counter());
    } else {
      caller = admission.caller();
    }
    return admission;
  }

  private boolean isSame(Principal other) {
    Principal known = caller == null ? Principal.ANONYMOUS : caller.principal();
    return known.isAnonymous()
        || (known.kind() == other.kind()
            && known.issuer().equals(other.issuer())
            && known.name().equals(other.name()));
  }
}

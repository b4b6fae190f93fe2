package io.machinenative.axiom.engine.edge.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.engine.access.Admission;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.edge.http.EdgeClient;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.port.Identity;

/**
 * Whose a WebSocket is: as the request for it said, or as its hello says, since pages cannot set
 * header fields of that request. Owned by the ingress thread.
 */
final class SocketCaller {
  private final IngressContext context;
  private final EngineCounters counters;
  private final EdgeClient from;
  private final long openedNs;
  private Caller caller;

  /** Whether a request or a hello has said it, so that nobody else may take its place. */
  private boolean said;

  /**
   * @param caller who asked for the socket; null when that said nothing
   */
  SocketCaller(IngressContext context, EngineCounters counters, EdgeClient from, Caller caller) {
    this.context = context;
    this.counters = counters;
    this.from = from;
    this.openedNs = context.nowNs();
    this.said = caller != null && !caller.principal().isAnonymous();
    this.caller = caller == null ? ofConnection() : caller;
  }

  /** Whom the certificate of the connection names, or who is let in without; null for nobody. */
  private Caller ofConnection() {
    Credential shown = Credential.of(from.certificates());
    return context.policy().identity().identify(shown, from, context.nowNs()).caller();
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
   * Says who it is. Once that was said, only a newer credential of the same caller is taken.
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
    if (admission.caller() != null && said && !isSame(admission.caller().principal())) {
      admission = Admission.refused(true, "a credential of somebody else");
    }
    if (admission.caller() == null) {
      counters.increment(admission.counter());
    } else {
      caller = admission.caller();
      said = true;
    }
    return admission;
  }

  private boolean isSame(Principal other) {
    Principal known = caller.principal();
    return known.kind() == other.kind()
        && known.issuer().equals(other.issuer())
        && known.name().equals(other.name());
  }
}

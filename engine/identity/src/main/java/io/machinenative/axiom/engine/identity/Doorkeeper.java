package io.machinenative.axiom.engine.identity;

import io.machinenative.axiom.api.Authenticator;
import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.Verdict;
import io.machinenative.axiom.engine.access.Admission;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.access.ProtectedResource;
import io.machinenative.axiom.engine.port.Identity;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochClock;

/**
 * Asks the authenticators, one after the other, and remembers what they accepted. Immutable, but
 * for what it remembers; any thread, many at once.
 */
public final class Doorkeeper implements Identity {
  private final List<Authenticator> authenticators;
  private final Caller anonymous;
  private final ProtectedResource resource;
  private final EpochClock clock;
  private final AuditLog audit;
  private final CredentialCache cache = new CredentialCache();

  /**
   * @param authenticators at least one
   * @param anonymous whether who presents nothing may come in
   * @param resource what clients are told of how to get in by OAuth
   * @param clock wall time
   * @param audit is told who came in, and who was refused
   */
  public Doorkeeper(
      List<Authenticator> authenticators,
      boolean anonymous,
      ProtectedResource resource,
      EpochClock clock,
      AuditLog audit) {
    if (authenticators.isEmpty()) {
      throw new IllegalArgumentException("expected at least one authenticator");
    }
    this.authenticators = List.copyOf(authenticators);
    this.anonymous = anonymous ? new Caller(Principal.ANONYMOUS) : null;
    this.resource = resource;
    this.clock = clock;
    this.audit = audit;
  }

  @Override
  public Admission identify(Credential credential, long nowNs) {
    if (credential.form() == Credential.Form.NONE) {
      return anonymous == null
          ? Admission.refused(false, "nothing was presented")
          : Admission.of(anonymous);
    }
    Object key = cache.key(credential);
    Admission known = cache.find(key, nowNs);
    if (known != null) {
      return known;
    }
    Admission admission = ask(credential, nowNs);
    if (admission.caller() != null) {
      cache.keep(key, admission, nowNs);
      audit.note("accepted", admission.caller().toString(), credential.form().toString());
    } else {
      audit.note("refused", "", admission.reason());
    }
    return admission;
  }

  private Admission ask(Credential credential, long nowNs) {
    long nowMs = clock.time();
    for (Authenticator authenticator : authenticators) {
      switch (authenticator.authenticate(credential, nowMs)) {
        case Verdict.Unknown _ -> {}
        case Verdict.Accepted accepted -> {
          return Admission.of(
              new Caller(
                  accepted.principal(),
                  expiresNs(accepted.expiresMs(), nowMs, nowNs),
                  accepted.stillGood()));
        }
        case Verdict.Refused refused -> {
          return Admission.refused(true, refused.reason());
        }
        case Verdict.Later later -> {
          return Admission.later(later.retryAfterMs(), later.reason());
        }
      }
    }
    return Admission.refused(true, "nobody knows the " + credential.form() + " credential");
  }

  /** On the clock of the data plane, which nobody sets. */
  private static long expiresNs(long expiresMs, long nowMs, long nowNs) {
    if (expiresMs == Verdict.NEVER) {
      return Caller.NEVER;
    }
    long leftMs = Math.clamp(expiresMs - nowMs, 0, TimeUnit.DAYS.toMillis(3650));
    return nowNs + TimeUnit.MILLISECONDS.toNanos(leftMs);
  }

  @Override
  public Caller anonymous() {
    return anonymous;
  }

  @Override
  public ProtectedResource resource() {
    return resource;
  }

  @Override
  public boolean isOpen() {
    return false;
  }
}

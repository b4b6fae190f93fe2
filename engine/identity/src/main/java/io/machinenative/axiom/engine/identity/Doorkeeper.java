package io.machinenative.axiom.engine.identity;

import io.machinenative.axiom.api.Authenticator;
import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.Verdict;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.access.Admission;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.access.ProtectedResource;
import io.machinenative.axiom.engine.access.Remote;
import io.machinenative.axiom.engine.port.Identity;
import java.net.InetAddress;
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
  private final FailureLimit failures;
  private final CredentialCache cache = new CredentialCache();

  /**
   * @param authenticators at least one
   * @param anonymous whether who presents nothing may come in
   * @param resource what clients are told of how to get in by OAuth
   * @param clock wall time
   * @param audit is told who came in, and who was refused
   * @param failures counts what is not good; null: nothing does
   */
  public Doorkeeper(
      List<Authenticator> authenticators,
      boolean anonymous,
      ProtectedResource resource,
      EpochClock clock,
      AuditLog audit,
      FailureLimit failures) {
    if (authenticators.isEmpty()) {
      throw new IllegalArgumentException("expected at least one authenticator");
    }
    this.authenticators = List.copyOf(authenticators);
    this.anonymous = anonymous ? new Caller(Principal.ANONYMOUS) : null;
    this.resource = resource;
    this.clock = clock;
    this.audit = audit;
    this.failures = failures;
  }

  @Override
  public Admission identify(Credential credential, Remote from, long nowNs) {
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
    InetAddress host = from.host();
    FailureLimit.Closed closed = failures == null ? null : failures.closed(host, nowNs);
    if (closed != null) {
      return tooMany(host, closed);
    }
    Admission admission = ask(credential, nowNs);
    if (admission.caller() != null) {
      cache.keep(key, admission, nowNs);
      audit.note("accepted", admission.caller().toString(), host, credential.form().toString());
    } else {
      audit.note("refused", "", host, admission.reason());
      if (failures != null && admission.status() == Status.UNAUTHENTICATED) {
        failures.count(host, nowNs);
      }
    }
    return admission;
  }

  /** The audit log is told once for each time that an address is closed. */
  private Admission tooMany(InetAddress host, FailureLimit.Closed closed) {
    long waitMs = TimeUnit.NANOSECONDS.toMillis(closed.waitNs()) + 1;
    String reason = "too many credentials that are not good, closed for " + waitMs + " ms";
    if (closed.isNew()) {
      audit.note("limited", "", host, reason);
    }
    return Admission.tooMany((int) Math.min(waitMs, Integer.MAX_VALUE), reason);
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

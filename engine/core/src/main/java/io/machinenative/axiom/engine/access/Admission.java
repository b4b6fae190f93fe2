package io.machinenative.axiom.engine.access;

import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.counters.EngineCounter;

/**
 * Whether somebody may come in, and as whom. Immutable.
 *
 * @param caller who it is; null when it may not
 * @param status OK; UNAUTHENTICATED, with another credential it may; UNAVAILABLE, later it may;
 *     OVERLOADED, too many credentials from there were not good, so that this one was not looked at
 * @param retryAfterMs hint of UNAVAILABLE and OVERLOADED
 * @param presented whether a credential was presented at all
 * @param reason for the operator; the caller learns only the status
 */
public record Admission(
    Caller caller, Status status, int retryAfterMs, boolean presented, String reason) {

  public static Admission of(Caller caller) {
    return new Admission(caller, Status.OK, 0, true, "");
  }

  public static Admission refused(boolean presented, String reason) {
    return new Admission(null, Status.UNAUTHENTICATED, 0, presented, reason);
  }

  public static Admission tooMany(int retryAfterMs, String reason) {
    return new Admission(null, Status.OVERLOADED, retryAfterMs, true, reason);
  }

  public static Admission later(int retryAfterMs, String reason) {
    return new Admission(null, Status.UNAVAILABLE, retryAfterMs, true, reason);
  }

  /** For who is not let in: no more than the status says. */
  public String message() {
    return switch (status) {
      case UNAVAILABLE -> "the credentials cannot be verified now";
      case OVERLOADED -> "too many credentials from this address were not good";
      default ->
          presented ? "the credentials are wrong, or good no longer" : "credentials are missing";
    };
  }

  /** What counts that somebody was not let in. */
  public EngineCounter counter() {
    return status == Status.OVERLOADED
        ? EngineCounter.CREDENTIALS_LIMITED
        : EngineCounter.CREDENTIALS_REFUSED;
  }
}

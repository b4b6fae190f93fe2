package io.machinenative.axiom.engine.access;

import io.machinenative.axiom.codec.Status;

/**
 * Whether somebody may come in, and as whom. Immutable.
 *
 * @param caller who it is; null when it may not
 * @param status OK; UNAUTHENTICATED, with another credential it may; UNAVAILABLE, later it may
 * @param retryAfterMs hint of UNAVAILABLE
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

  public static Admission later(int retryAfterMs, String reason) {
    return new Admission(null, Status.UNAVAILABLE, retryAfterMs, true, reason);
  }
}

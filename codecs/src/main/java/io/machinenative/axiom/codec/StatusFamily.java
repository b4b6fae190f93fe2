package io.machinenative.axiom.codec;

/**
 * The thousands of a {@link Status} code. They alone say whether a retry helps, so a code from a
 * later schema is treated right by its number.
 */
public enum StatusFamily {
  /** 0: done. */
  SUCCESS(false, false),
  /** 1xxx: the request is wrong, and fails again. */
  REQUEST(false, false),
  /** 2xxx: nothing was started; a retry is safe, after the hint. */
  NOT_STARTED(true, true),
  /**
   * 3xxx: the outcome is uncertain; a retry is safe only for what is idempotent or carries an
   * idempotency key.
   */
  UNCERTAIN(false, true),
  /** 4xxx: the tool was run and failed. */
  TOOL(false, false),
  /** 5xxx: the session is refused or over. */
  SESSION(false, false),
  /** A family that this build does not know: never retried. */
  UNKNOWN(false, false);

  private static final StatusFamily[] FAMILIES = values();

  private final boolean retryAlwaysSafe;
  private final boolean retrySafeIfIdempotent;

  StatusFamily(boolean retryAlwaysSafe, boolean retrySafeIfIdempotent) {
    this.retryAlwaysSafe = retryAlwaysSafe;
    this.retrySafeIfIdempotent = retrySafeIfIdempotent;
  }

  /** The family of a code as it came from the wire, known or not. */
  public static StatusFamily of(int code) {
    if (code == 0) {
      return SUCCESS;
    }
    int thousands = code / 1000;
    return thousands >= 1 && thousands < UNKNOWN.ordinal() ? FAMILIES[thousands] : UNKNOWN;
  }

  public static StatusFamily of(Status status) {
    return of(status.value());
  }

  /**
   * Whether a retry may be sent, given whether the call is idempotent or carries an idempotency
   * key.
   */
  public boolean retryIsSafe(boolean idempotent) {
    return retryAlwaysSafe || (idempotent && retrySafeIfIdempotent);
  }
}

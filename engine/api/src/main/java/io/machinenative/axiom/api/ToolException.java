package io.machinenative.axiom.api;

import io.machinenative.axiom.codec.Status;

/**
 * Fails a call with a status and a message for the caller. Has no stack trace: it is an answer, not
 * a bug.
 */
public final class ToolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Status status;
  private final int retryAfterMs;

  public ToolException(Status status, String message) {
    this(status, message, 0);
  }

  /**
   * @param retryAfterMs hint to the caller for statuses of the 2xxx family, 0 for none
   */
  public ToolException(Status status, String message, int retryAfterMs) {
    super(message, null, false, false);
    if (status == Status.OK || status == Status.NULL_VAL || status == Status.SBE_UNKNOWN) {
      throw new IllegalArgumentException("expected a status that is a failure, got " + status);
    }
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }

  /** The tool refuses or failed: TOOL_ERROR with a message for the caller. */
  public static ToolException error(String message) {
    return new ToolException(Status.TOOL_ERROR, message);
  }

  /** The arguments are wrong in a way that the schema does not say: INVALID_ARGUMENT. */
  public static ToolException invalid(String message) {
    return new ToolException(Status.INVALID_ARGUMENT, message);
  }

  /** The handler saw {@link CallContext#isCancelled()} and stopped. */
  public static ToolException cancelled() {
    return new ToolException(Status.CANCELLED, "stopped because the answer is not wanted any more");
  }

  public Status status() {
    return status;
  }

  public int retryAfterMs() {
    return retryAfterMs;
  }
}

package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.StatusFamily;

/**
 * A call, or a connection, ended with a status other than OK. {@link #family()} says whether a
 * retry helps.
 */
public final class CallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final int retryAfterMs;
  private final String text;

  CallException(Status status, String text) {
    this(status.value(), 0, text);
  }

  /**
   * @param code status as it came, known to this build or not
   * @param retryAfterMs the server's hint, 0 for none
   * @param text for people: what was expected and what came
   */
  public CallException(int code, int retryAfterMs, String text) {
    super(name(code) + (text.isEmpty() ? "" : ": " + text));
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.text = text;
  }

  private static String name(int code) {
    Status status = Status.get(code);
    return status == Status.SBE_UNKNOWN || status == Status.NULL_VAL
        ? "status " + code
        : status.name();
  }

  /** The status; {@code SBE_UNKNOWN} for a code that this build does not know. */
  public Status status() {
    return Status.get(code);
  }

  /** The status as it came. */
  public int code() {
    return code;
  }

  /** Whether a retry helps. */
  public StatusFamily family() {
    return StatusFamily.of(code);
  }

  /** How long to wait before a retry, in milliseconds; 0 when the server said nothing. */
  public int retryAfterMs() {
    return retryAfterMs;
  }

  /** The message without the status. */
  public String text() {
    return text;
  }
}

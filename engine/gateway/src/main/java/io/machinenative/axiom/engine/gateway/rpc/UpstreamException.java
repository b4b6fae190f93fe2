package io.machinenative.axiom.engine.gateway.rpc;

/** An upstream server did not do what was asked of it. The message is for people, in one line. */
public final class UpstreamException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What that says of the request. */
  public enum Kind {
    /** There is no connection: the request was not begun. */
    UNREACHABLE,
    /** It asks for patience: the request was not begun. */
    BUSY,
    /** It takes nothing of what it is sent: the request was not begun. */
    STUCK,
    /** It does not know the session any more: the request was not begun. */
    SESSION_OVER,
    /** It does not take the credentials that it was sent: the request was not begun. */
    UNAUTHORIZED,
    /** The connection ended, or the program, with the request in flight. */
    LOST,
    /** Nothing was heard of the request for too long. */
    SILENT,
    /** It answered what is not MCP, or more than is read. */
    WRONG,
    /** It refuses, by a status of HTTP. */
    REFUSED
  }

  private final Kind kind;
  private final int retryAfterMs;

  public UpstreamException(Kind kind, String message) {
    this(kind, message, 0);
  }

  /**
   * @param retryAfterMs hint of a busy one, 0 for none
   */
  public UpstreamException(Kind kind, String message, int retryAfterMs) {
    super(message, null, false, false);
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }

  public Kind kind() {
    return kind;
  }

  public int retryAfterMs() {
    return retryAfterMs;
  }

  /** What an upstream says, short enough for a line. */
  public static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= 300 ? line : line.substring(0, 300) + "...";
  }
}

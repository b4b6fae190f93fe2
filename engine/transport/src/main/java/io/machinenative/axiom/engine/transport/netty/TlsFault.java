package io.machinenative.axiom.engine.transport.netty;

import io.netty.handler.codec.DecoderException;

/** What went wrong with TLS, in words. Stateless, any thread. */
final class TlsFault {
  private TlsFault() {}

  /** The cause that a library of ours has wrapped, or the exception itself. */
  static Throwable root(Throwable thrown) {
    return thrown instanceof DecoderException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  /** The messages of an exception and of what caused it. */
  static String reason(Throwable thrown) {
    StringBuilder reason = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      if (reason.indexOf(message) < 0) {
        reason.append(reason.isEmpty() ? "" : ": ").append(message);
      }
    }
    return reason.toString();
  }
}

package io.machinenative.axiom.benchmarks.rtt;

/** A reply is not what the request asks for: the measurement is void. */
public final class WrongReplyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WrongReplyException(String message) {
    super(message);
  }
}

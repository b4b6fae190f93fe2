package io.machinenative.axiom.engine.registry.form;

/** Bytes or JSON that are no record; the message says what was expected and what is there. */
public final class MalformedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MalformedRecordException(String message) {
    super(message);
  }

  public MalformedRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}

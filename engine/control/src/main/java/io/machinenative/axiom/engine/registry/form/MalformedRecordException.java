package io.machinenative.axiom.engine.registry.form;

/** Bytes or JSON that are no record; the message says what was expected and what is there. */
public final class MalformedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String path;

  /** Of bytes. */
  public MalformedRecordException(String message) {
    super(message);
    path = "";
  }

  /** Of bytes. */
  public MalformedRecordException(String message, Throwable cause) {
    super(message, cause);
    path = "";
  }

  /**
   * Of JSON.
   *
   * @param path JSON Pointer of the place
   */
  public MalformedRecordException(String path, String message, Throwable cause) {
    super((path.isEmpty() ? "" : path + ": ") + message, cause);
    this.path = path;
  }

  /** JSON Pointer of the place; empty for the whole, and for bytes. */
  public String path() {
    return path;
  }
}

package io.machinenative.axiom.engine.store;

/** Another process, or another store of this one, has the directory. */
public final class StoreInUseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreInUseException(String message, Throwable cause) {
    super(message, cause);
  }
}

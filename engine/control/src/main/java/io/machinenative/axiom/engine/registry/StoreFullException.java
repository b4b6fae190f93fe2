package io.machinenative.axiom.engine.registry;

/** A store has no room for one more record; nothing was changed. */
public final class StoreFullException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreFullException(String message) {
    super(message);
  }
}

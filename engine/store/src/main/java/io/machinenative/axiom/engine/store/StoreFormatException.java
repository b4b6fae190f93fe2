package io.machinenative.axiom.engine.store;

/** A file is none of this store's, or of a version that this build does not know. */
public final class StoreFormatException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreFormatException(String message) {
    super(message);
  }
}

package io.machinenative.axiom.natives.link;

/** A library that was found cannot be used; the message says what was expected and what came. */
public final class UnusableLibraryException extends Exception {
  private static final long serialVersionUID = 1;

  public UnusableLibraryException(String message) {
    super(message);
  }

  public UnusableLibraryException(String message, Throwable cause) {
    super(message, cause);
  }
}

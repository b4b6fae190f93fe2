package io.machinenative.axiom.plugins.backup.format;

import java.io.IOException;

/** The repository cannot do what was asked; the message is for people and names what is wrong. */
public class RepositoryException extends IOException {
  private static final long serialVersionUID = 1L;

  public RepositoryException(String message) {
    super(message);
  }

  public RepositoryException(String message, Throwable cause) {
    super(message, cause);
  }
}

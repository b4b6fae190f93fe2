package io.machinenative.axiom.plugins.backup.format;

/** Something in the repository is not what was written: it names the file, and the place in it. */
public final class DamagedException extends RepositoryException {
  private static final long serialVersionUID = 1L;

  public DamagedException(String message) {
    super(message);
  }

  public DamagedException(String message, Throwable cause) {
    super(message, cause);
  }
}

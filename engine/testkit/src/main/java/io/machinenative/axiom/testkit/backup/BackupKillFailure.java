package io.machinenative.axiom.testkit.backup;

/** A kill did harm: what is wrong, and how to see it again. The directory is left as it is. */
public final class BackupKillFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BackupKillFailure(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.machinenative.axiom.engine.store;

import java.nio.file.Path;

/** A server died with a lock of its view; the next start makes a new one. */
public final class StaleViewException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StaleViewException(Path directory, Throwable cause) {
    super(
        "a lock in the view of " + directory + " is held by nobody who lives: start the server",
        cause);
  }
}

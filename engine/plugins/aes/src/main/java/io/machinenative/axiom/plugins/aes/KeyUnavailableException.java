package io.machinenative.axiom.plugins.aes;

import java.io.IOException;

/** A container is sealed with a key that is not at hand; the message says which one that is. */
public final class KeyUnavailableException extends IOException {
  private static final long serialVersionUID = 1;

  public KeyUnavailableException(String message) {
    super(message);
  }
}

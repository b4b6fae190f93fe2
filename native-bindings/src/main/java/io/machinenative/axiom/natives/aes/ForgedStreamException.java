package io.machinenative.axiom.natives.aes;

import java.io.IOException;

/** A stream is not what was sealed; nothing of the segment that the message names was written. */
public final class ForgedStreamException extends IOException {
  private static final long serialVersionUID = 1;

  public ForgedStreamException(String message) {
    super(message);
  }
}

package io.machinenative.axiom.engine.control.wire;

import io.machinenative.axiom.codec.Status;

/** A request that is answered with an Error of this status. */
final class WireException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Status status;

  WireException(Status status, String message) {
    super(message);
    this.status = status;
  }

  Status status() {
    return status;
  }
}

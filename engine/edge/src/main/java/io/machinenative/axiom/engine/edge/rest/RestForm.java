package io.machinenative.axiom.engine.edge.rest;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import org.agrona.DirectBuffer;

/** How the outcome of a call by HTTP is said. On the ingress thread. */
interface RestForm {
  /** The tool's reply; borrowed until this returns. */
  void result(ContentType type, DirectBuffer buffer, int offset, int length);

  /**
   * A failure.
   *
   * @return false when nothing was said yet, so that a problem answers as anywhere else
   */
  boolean error(Status status, int retryAfterMs, String message);

  /** How far the call is. */
  void progress(double done, double total, String message);
}

package io.machinenative.axiom.engine.edge.call;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import org.agrona.DirectBuffer;

/**
 * Hears what becomes of a call: any number of progress events, then exactly one result or error,
 * unless its port is closed before. On the ingress thread; from within {@link CallPort#call} when
 * the tool runs inline.
 */
public interface CallOutcome {
  /**
   * @param buffer holds the reply; borrowed until this returns
   */
  void onResult(ContentType type, DirectBuffer buffer, int offset, int length);

  /**
   * @param retryAfterMs hint, 0 for none
   * @param message for people
   */
  void onError(Status status, int retryAfterMs, String message);

  /**
   * @param total NaN when not known
   */
  void onProgress(double done, double total, String message);
}

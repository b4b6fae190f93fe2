package io.machinenative.axiom.api;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import org.agrona.DirectBuffer;

/**
 * Answers a {@linkplain RawInvocation#defer() deferred} call. Any thread may use it; the first use
 * counts, later ones return false and do nothing. The reply's bytes are copied before the method
 * returns.
 */
public interface Completion {
  /** The call, for its payload, deadline and cancellation; valid until the completion is used. */
  RawInvocation invocation();

  /**
   * @return whether this use answered the call
   */
  boolean complete(ContentType contentType, DirectBuffer buffer, int offset, int length);

  /**
   * @return whether this use answered the call
   */
  boolean fail(Status status, String message);
}

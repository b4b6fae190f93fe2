package io.machinenative.axiom.engine.pipeline;

import io.machinenative.axiom.codec.Status;

/**
 * The way from every stage to the client: what the result stage can say. Owned by the ingress
 * agent. Nothing is dropped: what the carrier does not take now waits in the session's queue; a
 * session whose queue is full is closed as a slow consumer.
 */
public interface Replies {
  /** Answers a request with an Error. */
  void error(Session session, long correlationId, Status status, int retryAfterMs, String message);

  /** Answers the call in a slot with its outcome, a Result or an Error. */
  void outcome(InvocationSlot slot);

  /** Sends a progress event if the client understands it and the carrier takes it now. */
  void progress(
      Session session, long correlationId, double done, double total, byte[] text, int textLength);

  /**
   * Sends a message that lies in a pooled buffer, now or when the carrier takes it; owns the buffer
   * from here on.
   *
   * @param length of the message, header included
   */
  void send(Session session, PooledBuffer message, int length);

  /** Says Goodbye and closes the connection. */
  void goodbye(Session session, Status status, String message);
}

package io.machinenative.axiom.client;

/**
 * Something that a client keeps up from session to session. Stepped by the client's owner thread.
 */
interface Subscription {
  /**
   * One duty cycle; does not throw.
   *
   * @param session the open one; null when there is none
   * @return how much was done
   */
  int doWork(ClientSession session, long nowNs);

  /** There will be no session any more. Any thread, idempotent. */
  void end(CallException reason);

  /** Whether it need not be stepped any more. */
  boolean isOver();
}

package io.machinenative.axiom.client;

/** How a client gets its duty cycles: from a thread of its own, or from its owner's. */
interface Drive {
  /** Hands a call over. */
  void submit(PendingCall<?> call);

  /**
   * Waits until a call has its outcome.
   *
   * @throws InterruptedException when the thread is interrupted; the call goes on
   */
  void await(PendingCall<?> call) throws InterruptedException;

  /** Ends a call that is not wanted any more. */
  void cancel(PendingCall<?> call);

  /**
   * Steps the client by hand.
   *
   * @return how much was done
   * @throws IllegalStateException when it has a thread of its own, or another thread owns it
   */
  int step();

  /**
   * @throws IllegalStateException when the client has a thread of its own, or another thread owns
   *     it
   */
  void checkOwner();

  /** Closes the client and waits for it, bounded. Idempotent. */
  void close(long drainNs);
}

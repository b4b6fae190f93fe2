package io.machinenative.axiom.client;

import java.util.concurrent.BlockingQueue;
import org.agrona.concurrent.NanoClock;

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

  /** Begins to step something that lives from session to session. */
  void subscribe(Subscription subscription);

  /**
   * Waits for what a subscription puts into its queue.
   *
   * @return null when the time is over
   */
  <T> T take(BlockingQueue<T> queue, NanoClock clock, long timeoutNs) throws InterruptedException;

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

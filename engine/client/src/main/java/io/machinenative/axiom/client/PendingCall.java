package io.machinenative.axiom.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * A call on its way through the facade: handed to the owner's thread, tried there once or more,
 * ended exactly once. Whoever made it waits for it, or holds its future.
 *
 * <p>Fields without a word on threads belong to the owner's thread once the call was submitted.
 *
 * @param <T> what it is answered with
 */
final class PendingCall<T> {
  private static final int PENDING = 0;
  private static final int ENDING = 1;
  private static final int DONE = 2;

  /** A reply over shared memory comes while spinning, one over a network while yielding. */
  private static final int SPINS = 128;

  private static final int YIELDS = 256;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(PendingCall.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Request<T> request;

  /** A copy of the caller's; the deadline is set anew for each attempt. */
  final CallOptions options;

  final boolean hasDeadline;

  /** Clock reading at which the call is late. */
  final long deadlineNs;

  /** Attempts made. */
  int attempts;

  /** How often it was asked whether the tool is idempotent. */
  int questions;

  /** Of the last attempt; 0 before the first. */
  long correlationId;

  /** Clock reading of the next attempt. */
  long dueNs;

  /** The next attempt asks whether the tool is idempotent. */
  boolean asking;

  /** Why the last attempt failed. */
  CallException lastFailure;

  private Attempts owner;
  private final CompletableFuture<T> future;
  private T value;
  private CallException failure;

  /**
   * PENDING, ENDING, DONE: written in this order, the last with full effect; value and failure are
   * read after DONE.
   */
  @SuppressWarnings("unused")
  private volatile int state;

  /**
   * The thread that is parked, or about to; it looks at the state again after it has written this.
   */
  private volatile Thread waiter;

  /**
   * @param options copied
   * @param future completed on the owner's thread; null when the caller waits
   * @param nowNs clock reading from which the deadline counts
   */
  PendingCall(Request<T> request, CallOptions options, CompletableFuture<T> future, long nowNs) {
    this.request = request;
    this.options = new CallOptions(options);
    this.future = future;
    hasDeadline = options.hasDeadline();
    // Half of the clock's range keeps the comparison by subtraction right.
    deadlineNs = nowNs + Math.clamp(options.deadlineNs(), 0, Long.MAX_VALUE / 2);
  }

  void ownedBy(Attempts attempts) {
    owner = attempts;
  }

  /** Whether it is late. */
  boolean isLate(long nowNs) {
    return hasDeadline && nowNs - deadlineNs >= 0;
  }

  /** An attempt was answered. The owner's thread. */
  void succeeded(T answer) {
    if (STATE.compareAndSet(this, PENDING, ENDING)) {
      value = answer;
      publish();
      if (future != null) {
        future.complete(answer);
      }
    }
  }

  /** An attempt failed; there may be another. The owner's thread. */
  void failed(int status, int retryAfterMs, String text) {
    owner.onFailure(this, new CallException(status, retryAfterMs, text));
  }

  /** The listener of the call threw. The owner's thread. */
  void listenerFailed(RuntimeException thrown) {
    owner.onListenerFailure(this, thrown);
  }

  /** Ends the call without an answer, unless it has ended. Any thread. */
  void end(CallException reason) {
    if (STATE.compareAndSet(this, PENDING, ENDING)) {
      failure = reason;
      publish();
      if (future != null) {
        future.completeExceptionally(reason);
      }
    }
  }

  private void publish() {
    STATE.setVolatile(this, DONE);
    LockSupport.unpark(waiter);
  }

  /** Whether it has ended. Any thread. */
  boolean isDone() {
    return state != PENDING;
  }

  /** Whether {@link #outcome()} can be asked. Any thread: pairs with the write of DONE. */
  boolean hasOutcome() {
    return state == DONE;
  }

  /**
   * Waits for the end: spins, yields, parks.
   *
   * @throws InterruptedException when the thread was interrupted while it was parked; the call goes
   *     on
   */
  void await() throws InterruptedException {
    for (int i = 0; i < SPINS && !hasOutcome(); i++) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < YIELDS && !hasOutcome(); i++) {
      Thread.yield();
    }
    waiter = Thread.currentThread();
    while (!hasOutcome()) {
      LockSupport.park(this);
      if (!hasOutcome() && Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /**
   * The answer, on the thread that waited.
   *
   * @throws CallException when there is none; it shows the stack of the caller
   */
  T outcome() {
    if (failure != null) {
      CallException seen =
          new CallException(failure.code(), failure.retryAfterMs(), failure.text());
      if (failure.getCause() != null) {
        seen.initCause(failure.getCause());
      }
      throw seen;
    }
    return value;
  }
}

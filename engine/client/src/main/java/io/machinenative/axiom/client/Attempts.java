package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolDescriptionDecoder;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.agrona.DirectBuffer;

/**
 * Tries calls, and tries again what may be: sends what is ready while the session takes it, keeps
 * what waits for its next attempt, and ends what is late.
 *
 * <pre>
 *   start ──► ready ──sent──► in flight ──answer──► ended
 *               ▲                 │ failed
 *               └── delayed ◄─────┴──────────────► ended
 * </pre>
 *
 * <p>Owned by the client's owner thread. Allocates.
 */
final class Attempts {
  private static final long EXPIRY_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(1);

  private final ArrayDeque<PendingCall<?>> ready = new ArrayDeque<>();
  private final PriorityQueue<PendingCall<?>> delayed =
      new PriorityQueue<>((a, b) -> Long.signum(a.dueNs - b.dueNs));
  private final ToolTraits traits = new ToolTraits();
  private final RetryPolicy policy;
  private final RandomGenerator random;
  private final ClientCounters counters;
  private final int capacity;
  private Connection connection;
  private long nowNs;
  private long nextExpiryNs;

  /**
   * @param capacity most calls that may be ready at a time
   */
  Attempts(
      RetryPolicy policy,
      RandomGenerator random,
      ClientCounters counters,
      int capacity,
      long nowNs) {
    this.policy = policy;
    this.random = random;
    this.counters = counters;
    this.capacity = capacity;
    this.nowNs = nowNs;
    nextExpiryNs = nowNs;
  }

  /** Whether {@link #start} takes another call. */
  boolean hasRoom() {
    return ready.size() + delayed.size() < capacity;
  }

  /** Whether no call waits here; some may be in flight. */
  boolean isEmpty() {
    return ready.isEmpty() && delayed.isEmpty();
  }

  /** Takes a call; it is sent in the next duty cycle. */
  void start(PendingCall<?> call) {
    call.ownedBy(this);
    ready.addLast(call);
  }

  /** Ends a call that is not wanted any more, and tells the server. */
  void cancel(PendingCall<?> call) {
    call.end(new CallException(Status.CANCELLED, "cancelled by the caller"));
    ClientSession session = session();
    if (session != null && call.correlationId != 0) {
      session.cancel(call.correlationId);
    }
  }

  /** Ends a call whose listener threw, and tells the server. */
  void onListenerFailure(PendingCall<?> call, RuntimeException thrown) {
    CallException reason =
        new CallException(Status.CANCELLED, "the progress listener threw " + thrown);
    reason.initCause(thrown);
    call.end(reason);
    counters.increment(ClientCounters.Kind.EXCEPTION);
    session().cancel(call.correlationId);
  }

  /**
   * One duty cycle.
   *
   * @param connection whose session is sent on, if there is one
   * @return how much was done
   */
  int doWork(long nowNs, Connection connection) {
    this.nowNs = nowNs;
    this.connection = connection;
    int work = 0;
    while (!delayed.isEmpty() && nowNs - delayed.peek().dueNs >= 0) {
      ready.addLast(delayed.poll());
      work++;
    }
    return ready.isEmpty() ? work : work + expireReady() + sendReady();
  }

  /** Null before the first one. */
  private ClientSession session() {
    return connection == null ? null : connection.session();
  }

  private int expireReady() {
    if (nowNs - nextExpiryNs < 0) {
      return 0;
    }
    nextExpiryNs = nowNs + EXPIRY_INTERVAL_NS;
    int before = ready.size();
    ready.removeIf(call -> call.isDone() || endIfLate(call));
    return before - ready.size();
  }

  private boolean endIfLate(PendingCall<?> call) {
    if (!call.isLate(nowNs)) {
      return false;
    }
    call.end(
        call.lastFailure != null
            ? call.lastFailure
            : new CallException(
                Status.DEADLINE_EXPIRED, "the deadline passed before the call was sent"));
    return true;
  }

  private int sendReady() {
    int work = 0;
    for (int left = ready.size(); left > 0; left--) {
      PendingCall<?> call = ready.pollFirst();
      if (!call.isDone() && !endIfLate(call) && !tryOnce(call)) {
        ready.addFirst(call);
        return work;
      }
      work++;
    }
    return work;
  }

  /**
   * @return false when the session has no room now
   */
  private <T> boolean tryOnce(PendingCall<T> call) {
    long outcome = send(call);
    if (outcome == ClientSession.BACK_PRESSURED || outcome == ClientSession.NO_CREDIT) {
      return false;
    }
    if (call.asking) {
      call.questions++;
    } else {
      call.attempts++;
    }
    if (outcome > 0) {
      call.correlationId = outcome;
    } else if (outcome == ClientSession.CLOSED) {
      call.failed(Status.NOT_CONNECTED.value(), 0, connection.absence());
    } else {
      call.end(
          new CallException(
              Status.MESSAGE_TOO_LARGE,
              "expected a message of at most " + session().info().maxMessageBytes() + " bytes"));
    }
    return true;
  }

  private <T> long send(PendingCall<T> call) {
    ClientSession session = session();
    if (session == null) {
      return ClientSession.CLOSED;
    }
    if (call.hasDeadline) {
      call.options.deadlineNs(call.deadlineNs - nowNs);
    }
    return call.asking
        ? session.describeTool(call.request.toolId(), call.options.deadlineNs(), new Asked(call), 0)
        : call.request.send(session, call.options, call);
  }

  /** An attempt failed: ends the call, or plans the next attempt. */
  void onFailure(PendingCall<?> call, CallException failure) {
    if (call.isDone()) {
      return;
    }
    if (call.asking) {
      // The call's own failure stays the one that counts; a question may be asked again without
      // harm.
      retry(call, failure, policy.allows(failure.code(), call.questions, true));
      return;
    }
    call.lastFailure = failure;
    boolean isHarmless = call.request.isHarmless() || call.options.hasIdempotencyKey();
    if (isHarmless || failure.family().retryIsSafe(false)) {
      retry(call, failure, policy.allows(failure.code(), call.attempts, isHarmless));
      return;
    }
    if (call.request.toolId() == 0) {
      retry(call, failure, policy.allows(failure.code(), call.attempts, false));
      return;
    }
    int trait = traits.of(call.request.toolId(), session());
    call.asking = trait == ToolTraits.UNKNOWN;
    retry(
        call,
        failure,
        policy.allows(failure.code(), call.attempts, trait != ToolTraits.NOT_IDEMPOTENT));
  }

  private void retry(PendingCall<?> call, CallException failure, boolean allowed) {
    long delayNs = policy.delayNs(call.attempts, failure.retryAfterMs(), random);
    boolean tooLate = call.hasDeadline && call.deadlineNs - nowNs <= delayNs;
    if (!allowed || tooLate || failure.retryAfterMs() > RetryPolicy.LONGEST_HINT_MS) {
      call.end(call.lastFailure);
      return;
    }
    counters.increment(ClientCounters.Kind.RETRY);
    call.dueNs = nowNs + delayNs;
    delayed.add(call);
  }

  private void onAsked(PendingCall<?> call, boolean idempotent) {
    traits.learn(call.request.toolId(), idempotent, session());
    call.asking = false;
    if (!idempotent) {
      call.end(call.lastFailure);
    } else if (!call.isDone()) {
      ready.addLast(call);
    }
  }

  /** Ends all calls that wait here. */
  void endAll(CallException reason) {
    while (!ready.isEmpty()) {
      ready.pollFirst().end(reason);
    }
    while (!delayed.isEmpty()) {
      PendingCall<?> call = delayed.poll();
      call.end(call.lastFailure != null ? call.lastFailure : reason);
    }
  }

  /** Takes the answer to the question whether a tool is idempotent. */
  private final class Asked implements CatalogueHandler {
    private final PendingCall<?> call;

    private Asked(PendingCall<?> call) {
      this.call = call;
    }

    @Override
    public void onToolDescription(long token, ToolDescriptionDecoder description) {
      onAsked(call, description.flags().idempotent());
    }

    @Override
    public void onError(
        long token, int status, int retryAfterMs, DirectBuffer message, int offset, int length) {
      call.failed(status, retryAfterMs, message.getStringWithoutLengthUtf8(offset, length));
    }
  }
}

package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.Status;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.ArrayListUtil;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;
import org.agrona.concurrent.NanoClock;

/**
 * The client's duty cycle: takes calls from other threads, tries them, steps the session, closes in
 * order. Runs on a thread of its own or is stepped by its owner.
 */
final class ClientAgent implements Agent {
  /** Calls taken over from other threads per duty cycle. */
  private static final int TAKE_LIMIT = 64;

  /** A closing client waits so much longer than its calls may take for the server's goodbye. */
  private static final long GOODBYE_NS = TimeUnit.MILLISECONDS.toNanos(500);

  private final NanoClock clock;
  private final Connection connection;
  private final Attempts attempts;
  private final ClientCounters counters;
  private final ManyToOneConcurrentArrayQueue<PendingCall<?>> submitted;

  /** Holds a call at most once, so it is bounded by the calls. */
  private final Queue<PendingCall<?>> cancelled = new ManyToOneConcurrentLinkedQueue<>();

  private final Queue<Subscription> subscribing = new ManyToOneConcurrentLinkedQueue<>();
  private final ArrayList<Subscription> subscriptions = new ArrayList<>();
  private final CompletableFuture<SessionInfo> opened = new CompletableFuture<>();
  private final CountDownLatch terminated = new CountDownLatch(1);

  /**
   * Above 0 once the client closes: how long calls in flight are awaited, plus one. Written by any
   * thread.
   */
  private volatile long closeDrainNs;

  /**
   * Written by the owner's thread before it empties the queues for the last time; see {@link
   * #submit}.
   */
  private volatile boolean closed;

  private boolean closing;
  private long closeEndNs;

  ClientAgent(ClientConfig config, ClientCounters counters) {
    clock = config.clock();
    this.counters = counters;
    connection =
        new Connection(
            config.links(), config.session(), config.reconnect(), clock, config.random(), counters);
    attempts =
        new Attempts(
            config.retry(), config.random(), counters, config.pendingCalls(), clock.nanoTime());
    submitted = new ManyToOneConcurrentArrayQueue<>(config.pendingCalls());
  }

  @Override
  public int doWork() {
    long nowNs = clock.nanoTime();
    int work = take();
    work += attempts.doWork(nowNs, connection);
    work += connection.doWork(nowNs);
    work += stepSubscriptions(nowNs);
    if (!opened.isDone()) {
      noteOpening();
    }
    if (closeDrainNs > 0) {
      work += closeInOrder(nowNs);
    }
    return work;
  }

  private int take() {
    int taken = 0;
    PendingCall<?> call;
    while ((call = cancelled.poll()) != null) {
      attempts.cancel(call);
      taken++;
    }
    while (taken < TAKE_LIMIT && attempts.hasRoom() && (call = submitted.poll()) != null) {
      attempts.start(call);
      taken++;
    }
    return taken;
  }

  private int stepSubscriptions(long nowNs) {
    Subscription come;
    while ((come = subscribing.poll()) != null) {
      subscriptions.add(come);
    }
    if (subscriptions.isEmpty()) {
      return 0;
    }
    CallException reason = connection.hasGivenUp() ? connection.whyNot() : null;
    int work = 0;
    for (int i = subscriptions.size() - 1; i >= 0; i--) {
      Subscription subscription = subscriptions.get(i);
      if (reason != null) {
        subscription.end(reason);
      } else {
        work += subscription.doWork(connection.isOpen() ? connection.session() : null, nowNs);
      }
      if (subscription.isOver()) {
        ArrayListUtil.fastUnorderedRemove(subscriptions, i);
      }
    }
    return work;
  }

  private void noteOpening() {
    if (connection.isOpen()) {
      opened.complete(connection.session().info());
    } else if (connection.hasFailed()) {
      connection.stop();
      opened.completeExceptionally(connection.whyNot());
    }
  }

  private int closeInOrder(long nowNs) {
    if (!closing) {
      closing = true;
      long drainNs = closeDrainNs - 1;
      closeEndNs = nowNs + drainNs + GOODBYE_NS;
      attempts.endAll(closedReason());
      connection.goodbye(drainNs);
      return 1;
    }
    if (connection.isOver() || nowNs - closeEndNs >= 0) {
      throw new AgentTerminationException();
    }
    return 0;
  }

  private static CallException closedReason() {
    return new CallException(Status.NOT_CONNECTED, "the client is closed");
  }

  /**
   * Hands a call over. Any thread.
   *
   * <p>Pairs with {@link #onClose}: either this sees {@link #closed} after it has put the call into
   * the queue, or the owner sees the call when it empties the queue after it has set it.
   */
  void submit(PendingCall<?> call) {
    if (closed || closeDrainNs > 0) {
      call.end(closedReason());
    } else if (!submitted.offer(call)) {
      call.end(
          new CallException(
              Status.OVERLOADED,
              "expected fewer than " + submitted.capacity() + " calls waiting to be sent"));
    } else if (closed) {
      call.end(closedReason());
    }
  }

  /** Begins to step a subscription. Any thread; pairs with {@link #onClose} as {@link #submit}. */
  void subscribe(Subscription subscription) {
    subscribing.offer(subscription);
    if (closed) {
      subscription.end(closedReason());
    }
  }

  /** Ends a call that is not wanted any more. Any thread. */
  void cancel(PendingCall<?> call) {
    cancelled.offer(call);
    if (closed) {
      call.end(closedReason());
    }
  }

  /** Begins to close, once. Any thread. */
  void close(long drainNs) {
    if (closeDrainNs == 0) {
      closeDrainNs = Math.min(drainNs, Long.MAX_VALUE / 4) + 1;
    }
  }

  /** Ends with the first session, or with what stood in its way. */
  CompletableFuture<SessionInfo> opened() {
    return opened;
  }

  Connection connection() {
    return connection;
  }

  /** Whether other threads have left something to do. Any thread. */
  boolean hasCommands() {
    return !submitted.isEmpty()
        || !cancelled.isEmpty()
        || !subscribing.isEmpty()
        || closeDrainNs > 0;
  }

  /**
   * Whether nothing is under way that would have to be looked at every millisecond. The owner's
   * thread.
   */
  boolean isQuiet() {
    ClientSession session = connection.session();
    return attempts.isEmpty()
        && session != null
        && session.state() == ClientSession.State.OPEN
        && session.inFlight() == 0;
  }

  /** Waits until {@link #onClose} is over. */
  boolean awaitTermination(long timeoutNs) throws InterruptedException {
    return terminated.await(timeoutNs, TimeUnit.NANOSECONDS);
  }

  /**
   * An exception that no call took: what the session holds cannot be trusted any more. The owner's
   * thread.
   */
  void onException(Throwable thrown) {
    counters.increment(ClientCounters.Kind.EXCEPTION);
    connection.fail("the client's agent failed: " + thrown);
  }

  @Override
  public void onClose() {
    closed = true;
    try {
      connection.close();
    } finally {
      attempts.endAll(closedReason());
      PendingCall<?> call;
      while ((call = submitted.poll()) != null) {
        call.end(closedReason());
      }
      subscriptions.forEach(subscription -> subscription.end(closedReason()));
      Subscription come;
      while ((come = subscribing.poll()) != null) {
        come.end(closedReason());
      }
      opened.completeExceptionally(closedReason());
      terminated.countDown();
    }
  }

  @Override
  public String roleName() {
    return "axiom-client";
  }
}

package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.Link;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.NanoClock;

/**
 * Keeps a session: opens the first, and another one when it was lost, after a growing wait. A
 * server that says that it does not speak with this client is not asked again.
 *
 * <p>Owned by the client's owner thread, but {@link #wakeup()}. Owns the session and the memory of
 * its long messages.
 */
final class Connection {
  private final LinkSource links;
  private final SessionConfig config;
  private final ReconnectPolicy policy;
  private final NanoClock clock;
  private final RandomGenerator random;
  private final ClientCounters counters;
  private final BufferPool pool;
  private ClientSession session;

  /** Whether all that the end of {@link #session} brings has been done. */
  private boolean ended;

  private boolean stopped;
  private int failures;
  private long nextAttemptNs;
  private Status lastStatus = Status.NOT_CONNECTED;
  private int lastRetryAfterMs;
  private String lastReason = "no session yet";

  /** What the open session was granted, null when there is none; read by any thread. */
  private volatile SessionInfo granted;

  /** What {@link #granted} holds. */
  private SessionInfo published;

  /** Of the session; read by threads that wake the owner up. */
  private volatile Link link;

  Connection(
      LinkSource links,
      SessionConfig config,
      ReconnectPolicy policy,
      NanoClock clock,
      RandomGenerator random,
      ClientCounters counters) {
    this.links = links;
    this.config = config;
    this.policy = policy;
    this.clock = clock;
    this.random = random;
    this.counters = counters;
    pool = config.newBufferPool();
    nextAttemptNs = clock.nanoTime();
  }

  /**
   * One duty cycle.
   *
   * @return how much was done
   */
  int doWork(long nowNs) {
    if (session != null && !ended) {
      int work = session.doWork(nowNs);
      publish();
      // A handler may have thrown while calls were ended: the rest of them follow.
      if (session.state() == ClientSession.State.CLOSED && session.inFlight() == 0) {
        onClosed(nowNs);
      }
      return work;
    }
    if (stopped || nowNs - nextAttemptNs < 0) {
      return 0;
    }
    open(nowNs);
    return 1;
  }

  private void publish() {
    SessionInfo now = session.isOpen() ? session.info() : null;
    if (now != published) {
      published = now;
      granted = now;
    }
  }

  private void open(long nowNs) {
    long lastCorrelationId = session == null ? 0 : session.lastCorrelationId();
    try {
      Link opened = links.open();
      link = opened;
      session = new ClientSession(opened, config, pool, clock, counters, lastCorrelationId);
      ended = false;
    } catch (RuntimeException e) {
      // A carrier that cannot even begin is as good as one that was refused: say so and try again.
      counters.increment(ClientCounters.Kind.EXCEPTION);
      onFailed(nowNs, Status.NOT_CONNECTED, 0, "cannot open a link: " + e);
    }
  }

  private void onClosed(long nowNs) {
    ended = true;
    if (session.info() != null) {
      failures = 0;
    }
    onFailed(nowNs, session.closeStatus(), session.retryAfterMs(), session.closeReason());
  }

  private void onFailed(long nowNs, Status status, int retryAfterMs, String reason) {
    lastStatus = status;
    lastRetryAfterMs = retryAfterMs;
    lastReason = reason;
    link = null;
    stopped =
        stopped
            || !policy.enabled()
            || status == Status.UNAUTHENTICATED
            || status == Status.VERSION_UNSUPPORTED;
    long hintNs = TimeUnit.MILLISECONDS.toNanos(retryAfterMs);
    nextAttemptNs = nowNs + Math.max(hintNs, policy.delayNs(failures++, random));
  }

  /** The session, open or not; null when there never was one. */
  ClientSession session() {
    return session;
  }

  /** What the open session was granted; null when there is none. Any thread. */
  SessionInfo granted() {
    return granted;
  }

  boolean isOpen() {
    return session != null && session.isOpen();
  }

  /** Whether the last attempt failed, or the session ended. */
  boolean hasFailed() {
    return link == null && failures > 0;
  }

  /** Why there is no session, as a caller learns it. */
  CallException whyNot() {
    return new CallException(lastStatus.value(), lastRetryAfterMs, absence());
  }

  /** Why there is no session, for people. */
  String absence() {
    return stopped ? lastReason + "; not connecting again" : lastReason;
  }

  /** The link to wait on; null when there is none. */
  Link link() {
    return link;
  }

  /** Opens no further session. */
  void stop() {
    stopped = true;
  }

  /** Says goodbye; see {@link ClientSession#goodbye}. */
  void goodbye(long drainNs) {
    stop();
    if (session != null) {
      session.goodbye(drainNs);
    }
  }

  /** Whether there is no session, and will be none. */
  boolean hasGivenUp() {
    return stopped && (session == null || ended);
  }

  /** Whether no session is left, not even one that drains. */
  boolean isOver() {
    return session == null || session.state() == ClientSession.State.CLOSED;
  }

  /** Ends the session for a reason of this client's. */
  void fail(String reason) {
    if (session != null) {
      session.fail(Status.CONNECTION_LOST, reason);
    }
  }

  /** Ends the session and gives everything back. */
  void close() {
    stop();
    granted = null;
    link = null;
    try {
      if (session != null) {
        session.close();
      }
    } finally {
      pool.close();
      links.close();
    }
  }

  /** Ends the owner's waiting on the link. Any thread: the link says that its own wakeup is. */
  void wakeup() {
    Link current = link;
    if (current != null) {
      current.wakeup();
    }
  }
}

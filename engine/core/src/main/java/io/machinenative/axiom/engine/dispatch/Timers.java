package io.machinenative.axiom.engine.dispatch;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.IngressStage;
import io.machinenative.axiom.engine.pipeline.InvocationSlot;
import io.machinenative.axiom.engine.pipeline.Replies;
import io.machinenative.axiom.engine.pipeline.Session;
import io.machinenative.axiom.engine.pipeline.SessionRegistry;
import io.machinenative.axiom.engine.pipeline.SlotPool;

/**
 * Ends what takes too long: calls past their deadline, silent connections, readers that do not
 * read, sessions that said Goodbye. Looks every millisecond at calls and every ten at sessions, so
 * that no timer costs anything per call.
 *
 * <p>Owned by an ingress agent. Allocates nothing unless something ends.
 */
final class Timers implements IngressStage {
  static final long CALL_TICK_NS = 1_000_000L;
  static final long SESSION_TICK_NS = 10_000_000L;

  /** How long a client that was told to leave may take to say Goodbye. */
  static final long CROSSING_NS = 1_000_000_000L;

  private final IngressContext context;
  private final SlotPool slots;
  private final SessionRegistry sessions;
  private final CallDispatch calls;
  private final SessionProtocol protocol;
  private final IdempotencyStore keys;
  private final Replies replies;
  private final EngineCounters counters;
  private long nextCallTickNs;
  private long nextSessionTickNs;

  Timers(
      IngressContext context,
      SlotPool slots,
      SessionRegistry sessions,
      CallDispatch calls,
      SessionProtocol protocol,
      IdempotencyStore keys,
      Replies replies,
      EngineCounters counters,
      long nowNs) {
    this.context = context;
    this.slots = slots;
    this.sessions = sessions;
    this.calls = calls;
    this.protocol = protocol;
    this.keys = keys;
    this.replies = replies;
    this.counters = counters;
    this.nextCallTickNs = nowNs;
    this.nextSessionTickNs = nowNs;
  }

  @Override
  public int doWork(long nowNs) {
    int ended = 0;
    if (nowNs - nextCallTickNs >= 0) {
      nextCallTickNs = nowNs + CALL_TICK_NS;
      ended += checkCalls(nowNs);
    }
    if (nowNs - nextSessionTickNs >= 0) {
      nextSessionTickNs = nowNs + SESSION_TICK_NS;
      keys.sweep(nowNs);
      ended += checkSessions(nowNs);
    }
    return ended;
  }

  private int checkCalls(long nowNs) {
    int ended = 0;
    int left = slots.inUse();
    for (int i = 0; left > 0; i++) {
      if (slots.isUsed(i)) {
        left--;
        InvocationSlot slot = slots.slot(i);
        if (!slot.answered()
            && slot.deadlineNs() != CallContext.NO_DEADLINE
            && slot.deadlineNs() - nowNs <= 0) {
          counters.increment(EngineCounter.CALLS_LATE);
          boolean neverStarted = slot.tryAbandon();
          calls.end(
              slot,
              neverStarted ? Status.DEADLINE_EXPIRED : Status.DEADLINE_EXCEEDED,
              neverStarted
                  ? "the deadline passed while the call waited in its lane"
                  : "the deadline passed while the tool ran");
          ended++;
        }
      }
    }
    return ended;
  }

  private int checkSessions(long nowNs) {
    int ended = 0;
    for (int i = sessions.size() - 1; i >= 0; i--) {
      Session session = sessions.get(i);
      ended +=
          switch (session.state) {
            case AWAIT_HELLO -> checkHello(session, nowNs);
            case OPEN, DRAINING -> checkOpen(session, nowNs);
            case CLOSED -> 0;
          };
    }
    return ended;
  }

  private int checkHello(Session session, long nowNs) {
    if (nowNs - session.connectedNs < context.policy().limits().helloTimeoutNs()) {
      return 0;
    }
    counters.increment(EngineCounter.HEARTBEAT_TIMEOUTS);
    replies.goodbye(session, Status.HEARTBEAT_TIMEOUT, "no Hello came");
    return 1;
  }

  private int checkOpen(Session session, long nowNs) {
    long intervalNs = session.heartbeatIntervalNs;
    if (nowNs - session.lastReceivedNs > WireLimits.HEARTBEATS_MISSED_LIMIT * intervalNs) {
      counters.increment(EngineCounter.HEARTBEAT_TIMEOUTS);
      replies.goodbye(session, Status.HEARTBEAT_TIMEOUT, "nothing was heard for three heartbeats");
      return 1;
    }
    if (!session.peer().isShared() && !session.caller.isGood(nowNs)) {
      counters.increment(EngineCounter.CREDENTIALS_REFUSED);
      replies.goodbye(session, Status.UNAUTHENTICATED, "the credentials are good no longer");
      return 1;
    }
    boolean waiting = !session.pending().isEmpty();
    if (waiting && nowNs - session.lastDrainedNs > context.policy().limits().slowConsumerNs()) {
      counters.increment(EngineCounter.SLOW_CONSUMERS);
      replies.goodbye(session, Status.SLOW_CONSUMER, "waiting replies were not read");
      return 1;
    }
    boolean unfinished = session.fragments().hasUnfinished();
    if (unfinished && nowNs - session.lastPieceNs > context.policy().limits().slowConsumerNs()) {
      counters.increment(EngineCounter.PROTOCOL_ERRORS);
      replies.goodbye(session, Status.PROTOCOL_ERROR, "a message was begun and not finished");
      return 1;
    }
    if (context.draining() && !session.toldToLeave) {
      session.toldToLeave = true;
      session.toldToLeaveNs = nowNs;
      protocol.tellToLeave(session);
    }
    boolean idle =
        session.calls().isEmpty() && session.registryRequests == 0 && !waiting && !unfinished;
    if (idle && isLeaving(session, nowNs)) {
      replies.goodbye(session, Status.SHUTDOWN, "all calls are answered");
      return 1;
    }
    if (!waiting && nowNs - session.lastSentNs > intervalNs) {
      protocol.sendHeartbeat(session, nowNs, false);
    }
    return 0;
  }

  /**
   * A client that was told to leave says Goodbye when nothing is left; until then a call may be on
   * its way that crossed ours, and is owed its answer. One that never does is not waited for long.
   */
  private static boolean isLeaving(Session session, long nowNs) {
    return session.state == Session.State.DRAINING
        || (session.toldToLeave && nowNs - session.toldToLeaveNs > CROSSING_NS);
  }
}

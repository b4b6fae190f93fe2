package io.machinenative.axiom.engine.dispatch;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.codec.CancelDecoder;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.codec.InvokeDecoder;
import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.access.Grants;
import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.access.Meter;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.pipeline.Gate;
import io.machinenative.axiom.engine.pipeline.InFlight;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.InlineExecutor;
import io.machinenative.axiom.engine.pipeline.InvocationSlot;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.OutcomeKeeper;
import io.machinenative.axiom.engine.pipeline.Replies;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.pipeline.RouteSnapshot;
import io.machinenative.axiom.engine.pipeline.Session;
import io.machinenative.axiom.engine.pipeline.SlotPool;
import io.machinenative.axiom.engine.pipeline.SlotQueue;
import org.agrona.DirectBuffer;

/**
 * Finds the tool of a call, checks what the call may, and sends it to where the tool runs. Owned by
 * an ingress agent. Allocates nothing for a call that is right and has no idempotency key.
 */
final class CallDispatch {
  /** A longer deadline is none to speak of: 146 years, half of what a subtraction can tell. */
  private static final long LONGEST_DEADLINE_NS = Long.MAX_VALUE / 2;

  private static final long NS_PER_MS = 1_000_000L;

  private final IngressContext context;
  private final Replies replies;
  private final InlineExecutor inline;
  private final SlotQueue queue;
  private final SlotPool slots;
  private final IdempotencyStore keys;
  private final EngineCounters counters;

  CallDispatch(
      IngressContext context,
      Replies replies,
      InlineExecutor inline,
      SlotQueue queue,
      SlotPool slots,
      IdempotencyStore keys,
      EngineCounters counters) {
    this.context = context;
    this.replies = replies;
    this.inline = inline;
    this.queue = queue;
    this.slots = slots;
    this.keys = keys;
    this.counters = counters;
  }

  int onInvoke(Session session, InvokeDecoder invoke) {
    counters.increment(EngineCounter.CALLS);
    long correlationId = invoke.correlationId();
    RouteSnapshot routes = context.routes();
    int at = routes.slotOf((int) invoke.toolId());
    Route route = routes.at(at);
    Grants grants = routes.grants(session.caller, context.policy().guard());
    if (route != null) {
      if (!grants.allows(at)) {
        return denied(session, invoke, route);
      }
      route = route.chosenFor(session.id(), correlationId);
    }
    RawHandler handler = route == null ? null : route.handler(invoke.contentTypeRaw());
    if (handler == null || invoke.priorityRaw() > Priority.CRITICAL.value()) {
      return wrong(session, invoke, route);
    }
    if (session.state == Session.State.DRAINING || context.draining()) {
      return refuse(session, correlationId, Status.DRAINING, "the session takes no new calls");
    }
    long relativeNs = invoke.relativeDeadlineNs();
    long deadlineNs = CallContext.NO_DEADLINE;
    if (relativeNs != InvokeDecoder.relativeDeadlineNsNullValue()) {
      if (relativeNs <= 0) {
        counters.increment(EngineCounter.CALLS_LATE);
        return refuse(
            session, correlationId, Status.DEADLINE_EXPIRED, "the deadline was past on arrival");
      }
      deadlineNs = deadlineNs(context.nowNs(), relativeNs);
    }
    if (!session.calls().isEmpty() && session.calls().containsKey(correlationId)) {
      counters.increment(EngineCounter.CALLS_WRONG);
      return refuse(
          session,
          correlationId,
          Status.DUPLICATE_CORRELATION_ID,
          "a call with the correlation id " + correlationId + " is in flight");
    }
    Gate gate = route.gate();
    if (gate != null && gate.closed() != null) {
      return unavailable(session, correlationId, gate.closed());
    }
    Meter[] meters = grants.meters(at);
    if (meters != null && isTooSoon(session, correlationId, meters)) {
      return Outcome.OK;
    }
    boolean keyed = (invoke.idempotencyKeyHigh() | invoke.idempotencyKeyLow()) != 0;
    if (route.mode() == ExecutionMode.INLINE && !keyed) {
      return inline(session, invoke, route, handler, deadlineNs);
    }
    return queue(session, invoke, route, handler, deadlineNs, keyed);
  }

  /** Answers a call that comes before its caller's rates grant it. */
  private boolean isTooSoon(Session session, long correlationId, Meter[] meters) {
    session.refusedBy = null;
    long waitNs = Meter.takeAll(meters, context.nowNs());
    if (waitNs == Meter.GRANTED) {
      return false;
    }
    counters.increment(EngineCounter.CALLS_RATE_LIMITED);
    session.refusedBy = Meter.tightest(meters, context.nowNs());
    int waitMs = (int) Math.min(Integer.MAX_VALUE, waitNs / NS_PER_MS + 1);
    replies.error(
        session,
        correlationId,
        Status.OVERLOADED,
        waitMs,
        "more calls than the limit " + session.refusedBy.name() + " grants");
    return true;
  }

  /**
   * A tool that some scope opens is said to need one; of any other a caller that may not call it
   * learns nothing, not even that it is there.
   */
  private int denied(Session session, InvokeDecoder invoke, Route route) {
    counters.increment(EngineCounter.CALLS_DENIED);
    Guard guard = context.policy().guard();
    guard.denied(session.caller.principal(), route.name());
    String scope = guard.scopeFor(route.name(), route.hints().readOnly());
    return scope == null
        ? refuse(session, invoke.correlationId(), Status.UNKNOWN_TOOL, unknown(invoke))
        : refuse(
            session,
            invoke.correlationId(),
            Status.PERMISSION_DENIED,
            route.name() + " needs the scope " + scope);
  }

  private static String unknown(InvokeDecoder invoke) {
    return "no tool has the id 0x" + Long.toHexString(invoke.toolId());
  }

  /**
   * Clock readings may be negative and may wrap, so a deadline is only ever compared by
   * subtraction.
   */
  private static long deadlineNs(long nowNs, long relativeNs) {
    long deadlineNs = nowNs + Math.min(relativeNs, LONGEST_DEADLINE_NS);
    return deadlineNs == CallContext.NO_DEADLINE ? deadlineNs - 1 : deadlineNs;
  }

  private int inline(
      Session session, InvokeDecoder invoke, Route route, RawHandler handler, long deadlineNs) {
    boolean limited = limitsCalls(route);
    if (limited && !route.inFlight().admit()) {
      return full(session, invoke.correlationId(), route);
    }
    counters.increment(EngineCounter.CALLS_INLINE);
    route.inFlight().pass(slots.agent());
    try {
      inline.execute(session, route, handler, invoke, deadlineNs);
    } finally {
      if (limited) {
        route.inFlight().dismiss();
      }
    }
    return Outcome.OK;
  }

  private static boolean limitsCalls(Route route) {
    return route.gate() != null && route.inFlight().limit() != InFlight.UNLIMITED;
  }

  private int full(Session session, long correlationId, Route route) {
    return overloaded(
        session,
        correlationId,
        "plugin "
            + route.gate().plugin()
            + " runs as many calls at once as it may: "
            + route.inFlight().limit());
  }

  private int unavailable(Session session, long correlationId, Gate.Closed closed) {
    counters.increment(EngineCounter.CALLS_UNAVAILABLE);
    replies.error(
        session, correlationId, Status.UNAVAILABLE, closed.retryAfterMs(), closed.reason());
    return Outcome.OK;
  }

  private int queue(
      Session session,
      InvokeDecoder invoke,
      Route route,
      RawHandler handler,
      long deadlineNs,
      boolean keyed) {
    long correlationId = invoke.correlationId();
    if (session.calls().size() >= session.creditWindow) {
      counters.increment(EngineCounter.CALLS_BEYOND_CREDIT);
      return refuse(
          session,
          correlationId,
          Status.CREDIT_EXCEEDED,
          "the session may have " + session.creditWindow + " calls in flight");
    }
    OutcomeKeeper keeper = null;
    if (keyed) {
      IdempotencyStore.Claim claim = keys.claim(session, invoke, context.nowNs());
      if (claim.keeper() == null) {
        return repeat(session, correlationId, claim);
      }
      keeper = claim.keeper();
    }
    boolean limited = limitsCalls(route);
    if (limited && !route.inFlight().admit()) {
      forget(keeper, null);
      return full(session, correlationId, route);
    }
    InvocationSlot slot = slots.acquire(route);
    if (slot == null) {
      if (limited) {
        route.inFlight().dismiss();
      }
      forget(keeper, null);
      return overloaded(session, correlationId, "all " + slots.capacity() + " slots are used");
    }
    ContentType contentType = invoke.contentType();
    slot.begin(session, handler, correlationId, deadlineNs, invoke.priority(), contentType);
    slot.beganNs(context.nowNs());
    slot.trace().set(invoke);
    if (!takePayload(session, slot, invoke)) {
      forget(keeper, slot);
      return overloaded(session, correlationId, "no buffer is free for the payload");
    }
    // From here on the slot may own the message, so nothing more is read from it.
    slot.keeper(keeper);
    session.calls().put(correlationId, slot);
    if (!queue.submit(slot)) {
      session.calls().remove(correlationId);
      forget(keeper, slot);
      return overloaded(session, correlationId, "the lane is full");
    }
    counters.increment(
        route.mode() == ExecutionMode.BLOCKING
            ? EngineCounter.CALLS_BLOCKING
            : EngineCounter.CALLS_WORKER);
    return Outcome.OK;
  }

  private static boolean takePayload(Session session, InvocationSlot slot, InvokeDecoder invoke) {
    invoke.sbeRewind();
    slot.trace().takeState(invoke);
    int length = invoke.payloadLength();
    int offset = invoke.limit() + InvokeDecoder.payloadHeaderLength();
    DirectBuffer buffer = invoke.buffer();
    if (session.assembled != null) {
      slot.adoptPayload(session.takeAssembled(), offset, length);
      return true;
    }
    return slot.copyPayload(buffer, offset, length);
  }

  private void forget(OutcomeKeeper keeper, InvocationSlot slot) {
    if (keeper != null) {
      keys.forget(keeper);
    }
    if (slot != null) {
      slots.release(slot);
    }
  }

  private int repeat(Session session, long correlationId, IdempotencyStore.Claim claim) {
    Status status = claim.status();
    String message = claim.message();
    if (status == Status.OK) {
      status = keys.replay(session, correlationId, claim, replies);
      message = "the kept result cannot be sent: too long for the session, or no buffer is free";
    }
    counters.increment(
        switch (status) {
          case OVERLOADED -> EngineCounter.CALLS_OVERLOADED;
          case IDEMPOTENCY_KEY_REUSED -> EngineCounter.CALLS_WRONG;
          default -> EngineCounter.CALLS_REPLAYED;
        });
    if (status != Status.OK) {
      replies.error(session, correlationId, status, claim.retryAfterMs(), message);
    }
    return Outcome.OK;
  }

  private int overloaded(Session session, long correlationId, String why) {
    counters.increment(EngineCounter.CALLS_OVERLOADED);
    replies.error(session, correlationId, Status.OVERLOADED, EngineLimits.OVERLOADED_RETRY_MS, why);
    return Outcome.OK;
  }

  private int wrong(Session session, InvokeDecoder invoke, Route route) {
    counters.increment(EngineCounter.CALLS_WRONG);
    long correlationId = invoke.correlationId();
    if (route == null) {
      return refuse(session, correlationId, Status.UNKNOWN_TOOL, unknown(invoke));
    }
    if (invoke.priorityRaw() > Priority.CRITICAL.value()) {
      return refuse(
          session,
          correlationId,
          Status.BAD_REQUEST,
          "priority: expected 0 to " + Priority.CRITICAL.value() + ", got " + invoke.priorityRaw());
    }
    return refuse(
        session,
        correlationId,
        Status.UNSUPPORTED_CONTENT_TYPE,
        route.name() + " does not take content type " + invoke.contentTypeRaw());
  }

  private int refuse(Session session, long correlationId, Status status, String message) {
    replies.error(session, correlationId, status, 0, message);
    return Outcome.OK;
  }

  int onCancel(Session session, CancelDecoder cancel) {
    InvocationSlot slot = session.calls().get(cancel.correlationId());
    if (slot == null) {
      counters.increment(EngineCounter.CANCELS_UNKNOWN);
    } else {
      counters.increment(EngineCounter.CALLS_CANCELLED);
      end(slot, Status.CANCELLED, "cancelled by the caller");
    }
    return Outcome.OK;
  }

  /** Answers a call in flight now; its tool is told to stop, and what it still says is ignored. */
  void end(InvocationSlot slot, Status status, String message) {
    Session session = slot.session();
    abandon(slot);
    session.calls().remove(slot.correlationId());
    replies.error(session, slot.correlationId(), status, 0, message);
  }

  /** The caller is gone, or has its answer: the tool is told to stop, or is not started. */
  static void abandon(InvocationSlot slot) {
    slot.answered(true);
    slot.tryAbandon();
    slot.cancel();
  }
}

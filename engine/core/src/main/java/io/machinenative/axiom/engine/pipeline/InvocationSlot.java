package io.machinenative.axiom.engine.pipeline;

import io.machinenative.axiom.api.Completion;
import io.machinenative.axiom.api.Interaction;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.access.Caller;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A call that left the ingress thread: preallocated, with room for a small request and a small
 * reply off-heap.
 *
 * <p>The ingress agent fills it and hands it over through a lane; whoever runs the tool owns it
 * until it reports {@link SlotEvents#completed}; then it is the ingress agent's again, which
 * answers and recycles it. Each hand-over is a release and an acquire in the queue between, so the
 * fields are plain, but {@code cancelled}, which the ingress agent sets while the tool runs, and
 * {@code generation}, by which a late user of an old call is told from the present one.
 */
public final class InvocationSlot implements RawInvocation {
  private final int index;
  private final UnsafeBuffer smallRequest;
  private final UnsafeBuffer smallReply;
  private final BufferPool pool;
  private final SlotEvents events;
  private final NanoClock clock;

  private static final int QUEUED = 0;
  private static final int STARTED = 1;
  private static final int ABANDONED = 2;

  private final AtomicInteger phase = new AtomicInteger();
  private volatile int generation;
  private volatile boolean cancelled;

  /** When it was; written before that, by the ingress agent. */
  private long cancelledNs;

  private final AtomicReference<Thread> runner = new AtomicReference<>();

  /** Volatile, and cleared after the generation has grown: see {@link #deferral(int)}. */
  private volatile DeferredCompletion deferral;

  // set by the ingress agent
  private Session session;
  private Caller caller;
  private Route route;
  private RawHandler handler;
  private long correlationId;
  private long deadlineNs;
  private Priority priority;
  private ContentType contentType;
  private Interaction interaction = Interaction.NONE;
  private final Trace trace = new Trace();
  private DirectBuffer payload;
  private int payloadOffset;
  private int payloadLength;
  private PooledBuffer largeRequest;
  private long beganNs;
  private boolean answered;
  private OutcomeKeeper keeper;

  // set by whoever runs the tool
  private Status status;
  private String failure;
  private int retryAfterMs;
  private ContentType replyType;
  private UnsafeBuffer reply;
  private PooledBuffer largeReply;
  private int replyLength;

  InvocationSlot(
      int index,
      UnsafeBuffer smallRequest,
      UnsafeBuffer smallReply,
      BufferPool pool,
      SlotEvents events,
      NanoClock clock) {
    this.index = index;
    this.smallRequest = smallRequest;
    this.smallReply = smallReply;
    this.pool = pool;
    this.events = events;
    this.clock = clock;
  }

  // ── ingress agent ──────────────────────────────────────────────────────────

  void route(Route target) {
    route = target;
  }

  /** Takes the slot for a call of its route. */
  public void begin(
      Session owner,
      RawHandler face,
      long correlation,
      long deadline,
      Priority lane,
      ContentType type) {
    session = owner;
    caller = owner.caller;
    handler = face;
    correlationId = correlation;
    deadlineNs = deadline;
    priority = lane;
    contentType = type;
    interaction = owner.interaction;
    status = null;
    failure = null;
    retryAfterMs = 0;
    replyType = null;
    replyLength = 0;
    answered = false;
    cancelled = false;
    generation = generation + 1;
    deferral = null;
    phase.set(QUEUED);
  }

  /**
   * Copies the payload in.
   *
   * @return false when it is longer than the slot and no pooled buffer is free
   */
  public boolean copyPayload(DirectBuffer source, int offset, int length) {
    UnsafeBuffer target = smallRequest;
    if (length > smallRequest.capacity()) {
      largeRequest = pool.acquire(length);
      if (largeRequest == null) {
        return false;
      }
      target = largeRequest.buffer();
    }
    target.putBytes(0, source, offset, length);
    payload = target;
    payloadOffset = 0;
    payloadLength = length;
    return true;
  }

  /** Takes over the pooled buffer in which the payload lies already. */
  public void adoptPayload(PooledBuffer message, int offset, int length) {
    largeRequest = message;
    payload = message.buffer();
    payloadOffset = offset;
    payloadLength = length;
  }

  /** When the duty cycle began that read the call, on the ingress clock. */
  public long beganNs() {
    return beganNs;
  }

  public void beganNs(long nowNs) {
    beganNs = nowNs;
  }

  /** The trace fields, for dispatch to fill. */
  public Trace trace() {
    return trace;
  }

  public Session session() {
    return session;
  }

  public Route route() {
    return route;
  }

  public long deadlineNs() {
    return deadlineNs;
  }

  /**
   * Whether the caller has its answer already, because the call was cancelled, late, or its session
   * ended.
   */
  public boolean answered() {
    return answered;
  }

  public void answered(boolean value) {
    answered = value;
  }

  /** Who keeps the outcome of a call with an idempotency key; null when the call has none. */
  public OutcomeKeeper keeper() {
    return keeper;
  }

  public void keeper(OutcomeKeeper outcomeKeeper) {
    keeper = outcomeKeeper;
  }

  /**
   * Takes a call back that no tool has started: it will not be.
   *
   * @return false when the tool runs already
   */
  public boolean tryAbandon() {
    return phase.compareAndSet(QUEUED, ABANDONED);
  }

  /** Whether the call was taken back, so that its end is no outcome of a tool. */
  public boolean isAbandoned() {
    return phase.get() == ABANDONED;
  }

  /** Tells the tool that the answer is not wanted any more; interrupts a BLOCKING one. */
  public void cancel() {
    if (!cancelled) {
      cancelledNs = clock.nanoTime();
    }
    cancelled = true;
    Thread thread = runner.get();
    if (thread != null) {
      thread.interrupt();
    }
  }

  /**
   * The tool that was told to stop and has not. Any thread; what it says may be over by now.
   *
   * @param sinceNs it was told before that, on the ingress clock
   * @return null when it was not told so, or has not begun, or is over
   */
  public Route unheeded(long sinceNs) {
    Route tool = route;
    return cancelled && phase.get() == STARTED && cancelledNs - sinceNs <= 0 ? tool : null;
  }

  public Status status() {
    return status;
  }

  /** For people; never null when the status is a failure. */
  public String failure() {
    return failure;
  }

  public int retryAfterMs() {
    return retryAfterMs;
  }

  public ContentType replyType() {
    return replyType;
  }

  /**
   * The reply's message: {@link WireLimits#RESULT_OVERHEAD_BYTES} of room for its header, then the
   * payload.
   */
  public UnsafeBuffer replyMessage() {
    return reply;
  }

  /** Bytes of the reply's payload. */
  public int replyLength() {
    return replyLength;
  }

  /** Takes over the pooled buffer of a large reply, or null when it lies in the slot. */
  public PooledBuffer takeLargeReply() {
    PooledBuffer taken = largeReply;
    largeReply = null;
    return taken;
  }

  /** Gives pooled memory back and forgets the session. */
  void clear() {
    releaseReply();
    if (largeRequest != null) {
      largeRequest.release();
      largeRequest = null;
    }
    runner.set(null);
    session = null;
    caller = null;
    route = null;
    handler = null;
    payload = null;
    reply = null;
    keeper = null;
    interaction = Interaction.NONE;
    trace.clear();
  }

  private void releaseReply() {
    if (largeReply != null) {
      largeReply.release();
      largeReply = null;
    }
  }

  public int index() {
    return index;
  }

  // ── whoever runs the tool ──────────────────────────────────────────────────

  /** Grows with each call that uses this slot. */
  public int generation() {
    return generation;
  }

  public RawHandler handler() {
    return handler;
  }

  /**
   * Begins the call.
   *
   * @return false when it was abandoned: then only {@link #discard()} is left to do
   */
  public boolean tryStart() {
    return phase.compareAndSet(QUEUED, STARTED);
  }

  /** Whether the deadline has passed and the caller did not cancel before. */
  public boolean isLate() {
    return !cancelled && remainingNs() <= 0;
  }

  /** Ends an abandoned call, whose caller has its answer. */
  public void discard() {
    status = Status.CANCELLED;
    failure = "";
    events.completed(this);
  }

  /**
   * The completion by which the tool took the call of that generation off its thread, or null when
   * it did not. A slot that serves a later call already was deferred, and its completion is used.
   */
  public Completion deferral(int ofGeneration) {
    // Who sees what a later call wrote here sees the later generation too.
    DeferredCompletion current = deferral;
    return generation != ofGeneration ? DeferredCompletion.USED : current;
  }

  /**
   * The thread to interrupt on cancellation. A call that is cancelled already interrupts it at
   * once.
   */
  public void runBy(Thread thread) {
    runner.set(thread);
    if (cancelled) {
      thread.interrupt();
    }
  }

  /**
   * The thread is not to be interrupted any more; nothing happens when the slot serves a later call
   * on another one.
   */
  public void leftBy(Thread thread) {
    runner.compareAndSet(thread, null);
  }

  /** Ends the call with its reply, or an empty one when the tool claimed none. */
  public void succeed() {
    if (replyType == null) {
      claimReply(ContentType.BINARY, 0);
    }
    status = Status.OK;
    events.completed(this);
  }

  /** Ends the call with a failure; a claimed reply is given up. */
  public void fail(Status failureStatus, String message, int retryHintMs) {
    releaseReply();
    replyType = null;
    status = failureStatus;
    failure = message == null ? "" : message;
    retryAfterMs = retryHintMs;
    events.completed(this);
  }

  // ── RawInvocation ──────────────────────────────────────────────────────────

  @Override
  public long correlationId() {
    return correlationId;
  }

  @Override
  public long sessionId() {
    return session.id();
  }

  @Override
  public String clientName() {
    return session.clientName;
  }

  @Override
  public Principal principal() {
    return caller.principal();
  }

  @Override
  public Priority priority() {
    return priority;
  }

  @Override
  public long remainingNs() {
    return deadlineNs == NO_DEADLINE ? NO_DEADLINE : deadlineNs - clock.nanoTime();
  }

  @Override
  public boolean isCancelled() {
    return cancelled || remainingNs() <= 0;
  }

  @Override
  public void progress(double done, double total, String message) {
    events.progress(this, done, total, message);
  }

  @Override
  public String traceParent() {
    return trace.parent();
  }

  @Override
  public String traceState() {
    return trace.state();
  }

  @Override
  public Interaction interaction() {
    return interaction;
  }

  @Override
  public ContentType contentType() {
    return contentType;
  }

  @Override
  public DirectBuffer payload() {
    return payload;
  }

  @Override
  public int payloadOffset() {
    return payloadOffset;
  }

  @Override
  public int payloadLength() {
    return payloadLength;
  }

  @Override
  public MutableDirectBuffer reply(ContentType type, int length) {
    if (replyType != null) {
      throw new IllegalStateException("a reply was claimed already for this call");
    }
    ReplyBounds.requireContentType(type);
    claimReply(type, length);
    return reply;
  }

  private void claimReply(ContentType type, int length) {
    int total = ReplyBounds.messageBytes(length, session.maxMessageBytes);
    if (total <= smallReply.capacity()) {
      reply = smallReply;
    } else {
      largeReply = pool.acquire(total);
      if (largeReply == null) {
        throw ReplyBounds.unavailable(total);
      }
      reply = largeReply.buffer();
    }
    replyType = type;
    replyLength = length;
  }

  @Override
  public int replyOffset() {
    return WireLimits.RESULT_OVERHEAD_BYTES;
  }

  @Override
  public Completion defer() {
    if (deferral != null) {
      throw new IllegalStateException("the call was deferred already");
    }
    deferral = new DeferredCompletion(this);
    return deferral;
  }

  /**
   * Answers a deferred call from a copy of the reply's bytes; a reply that the handler claimed is
   * given up.
   */
  void completeDeferred(ContentType type, DirectBuffer source, int offset, int length) {
    releaseReply();
    try {
      claimReply(type, length);
    } catch (ToolException e) {
      fail(e.status(), e.getMessage(), e.retryAfterMs());
      return;
    }
    reply.putBytes(WireLimits.RESULT_OVERHEAD_BYTES, source, offset, length);
    succeed();
  }
}

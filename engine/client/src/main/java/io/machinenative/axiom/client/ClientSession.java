package io.machinenative.axiom.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Outcome;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A session with a server over one link: greets, keeps alive, sends requests, hands out answers,
 * says goodbye.
 *
 * <pre>
 *   CONNECTING ──link──► GREETING ──Welcome──► OPEN ──Goodbye, either way──► DRAINING
 *        │                   │ Reject            │                              │
 *        └───────────────────┴──────── CLOSED ◄──┴──────────────────────────────┘
 * </pre>
 *
 * <p>Every request that {@link #send} took ends exactly once: with its answer, with
 * DEADLINE_EXCEEDED a little after its deadline, or with CONNECTION_LOST when the session ends.
 *
 * <p>Owned by one thread, which calls {@link #doWork} again and again and gets all callbacks from
 * within it. Owns the link. Once open it allocates nothing per call.
 */
public final class ClientSession implements AutoCloseable {
  /** Where a session is in its life, which goes one way. */
  public enum State {
    /** The link connects. */
    CONNECTING,
    /** Hello is sent or about to be. */
    GREETING,
    /** Requests can be sent. */
    OPEN,
    /** Goodbye was said: no new requests, those in flight are awaited. */
    DRAINING,
    /** Over: {@link #closeStatus()} and {@link #closeReason()} say why. */
    CLOSED
  }

  /** {@link #send}: the link has no room now. Step the session and try again. */
  public static final int BACK_PRESSURED = Outcome.BACK_PRESSURED;

  /** {@link #send}: the session is not open. Nothing can be sent on it any more, or not yet. */
  public static final int CLOSED = Outcome.CLOSED;

  /** {@link #send}: longer than the session's message limit. The same request fails again. */
  public static final int TOO_LARGE = Outcome.TOO_LARGE;

  /**
   * {@link #send}: as many requests are in flight as the server allows. Step the session until one
   * is answered.
   */
  public static final int NO_CREDIT = -4;

  private final Link link;
  private final NanoClock clock;
  private final SessionConfig config;
  private final ClientCounters counters;
  private final long startNs;
  private final Outbox outbox;
  private final RequestEncoder encoder;
  private final InboundFrames frames = new InboundFrames(this);
  private final Liveness liveness = new Liveness();
  private final FragmentHandler fragments;
  private final Long2ObjectHashMap<PushHandler> pushes = new Long2ObjectHashMap<>();
  private Requests requests;
  private State state = State.CONNECTING;
  private SessionInfo info;
  private long nowNs;
  private long catalogueEpoch;
  private final Drain drain = new Drain();
  private Status closeStatus;
  private String closeReason = "";
  private int retryAfterMs;
  private DirectBuffer lostText;
  private boolean polling;
  private boolean serverLeft;

  /**
   * @param link to the server, not yet polled; the session owns it now
   * @param pool for messages longer than a frame; see {@link SessionConfig#newBufferPool()}
   * @param clock read once per duty cycle and once per call with a deadline
   * @param lastCorrelationId correlation ids begin above it; those of the session before, so that
   *     they stay unique
   */
  public ClientSession(
      Link link,
      SessionConfig config,
      BufferPool pool,
      NanoClock clock,
      ClientCounters counters,
      long lastCorrelationId) {
    this.link = link;
    this.config = config;
    this.clock = clock;
    this.counters = counters;
    startNs = clock.nanoTime();
    nowNs = startNs;
    outbox = new Outbox(link, pool, config.maxMessageBytes());
    encoder = new RequestEncoder(outbox);
    requests = requests(new CallTable(1, lastCorrelationId, startNs));
    fragments = new FragmentHandler(this, frames, pool);
    SessionHandlers.register(this, frames, fragments);
  }

  /** {@link #doWork(long)} with a reading of the session's clock. */
  public int doWork() {
    return doWork(clock.nanoTime());
  }

  /**
   * One duty cycle: reads, answers, sends what is due, ends what is over. Bounded work, never
   * blocks.
   *
   * @param nowNs reading of the session's clock
   * @return how much was done, 0 for nothing
   */
  public int doWork(long nowNs) {
    this.nowNs = nowNs;
    if (state == State.CLOSED) {
      // Nothing is left, unless a handler threw while the session ended.
      return endCalls();
    }
    int work = poll();
    if (!isOver()) {
      work += outbox.flush() + step();
    }
    checkLink();
    if (isOver() && state != State.CLOSED) {
      work += end();
    }
    return work;
  }

  private int poll() {
    if (polling) {
      throw new IllegalStateException("a session cannot be stepped from within its own callbacks");
    }
    polling = true;
    try {
      return link.poll(frames);
    } finally {
      polling = false;
    }
  }

  private int step() {
    return switch (state) {
      case CONNECTING, GREETING -> greet();
      case OPEN -> serve();
      case DRAINING -> serve() + drain();
      case CLOSED -> 0;
    };
  }

  private int greet() {
    if (nowNs - startNs >= config.connectTimeoutNs()) {
      over(
          Status.NOT_CONNECTED,
          (state == State.CONNECTING ? "no connection" : "no answer to Hello")
              + " within "
              + TimeUnit.NANOSECONDS.toMillis(config.connectTimeoutNs())
              + " ms");
      return 1;
    }
    if (state == State.GREETING || link.state() != Link.State.CONNECTED) {
      return 0;
    }
    int outcome = encoder.hello(config, link.responseChannel(), link.responseStreamId());
    if (outcome == Outcome.OK) {
      state = State.GREETING;
    } else if (outcome == Outcome.TOO_LARGE) {
      over(Status.NOT_CONNECTED, "Hello does not fit " + link.maxFrameBytes() + " bytes");
    }
    return outcome == Outcome.OK ? 1 : 0;
  }

  private int serve() {
    int work = liveness.sendDue(nowNs, encoder) + requests.doWork(nowNs);
    if (liveness.isServerSilent(nowNs)) {
      over(Status.HEARTBEAT_TIMEOUT, "nothing was heard of the server for three heartbeats");
    }
    return work;
  }

  private int drain() {
    boolean isIdle = requests.isIdle();
    int work = drain.sendDue(nowNs, isIdle, !outbox.isEmpty(), encoder);
    if (drain.isDone(nowNs, isIdle)) {
      over(Status.SHUTDOWN, drain.reasonOr("the time to drain was over"));
    }
    return work;
  }

  private void checkLink() {
    if (isOver() || link.state() != Link.State.CLOSED) {
      return;
    }
    String reason = link.closeReason().isEmpty() ? "the connection ended" : link.closeReason();
    switch (state) {
      case CONNECTING, GREETING -> over(Status.NOT_CONNECTED, reason);
      case DRAINING -> over(Status.SHUTDOWN, drain.reasonOr(reason));
      default -> over(Status.CONNECTION_LOST, reason);
    }
  }

  /**
   * Calls a tool.
   *
   * @param toolId {@code ToolId} of its name
   * @param payload read before the method returns; {@code [offset, offset + length)} is sent
   * @param options read before the method returns
   * @param handler called from within {@link #doWork}, never from here
   * @param token passed to the handler
   * @return the correlation id, above 0, or {@link #BACK_PRESSURED}, {@link #NO_CREDIT}, {@link
   *     #CLOSED}, {@link #TOO_LARGE}: then nothing was sent and the handler is not called
   */
  public long send(
      int toolId,
      ContentType contentType,
      DirectBuffer payload,
      int offset,
      int length,
      CallOptions options,
      ReplyHandler handler,
      long token) {
    if (!isOpen()) {
      return CLOSED;
    }
    long outcome =
        requests.send(toolId, contentType, payload, offset, length, options, handler, token);
    if (outcome > 0) {
      liveness.onSent(nowNs);
    }
    return outcome;
  }

  /**
   * Asks for a page of the catalogue, in the order of names. Uses credit as a call does.
   *
   * @param after last name of the page before; empty from the start
   * @param prefix only names that begin so; empty for all
   * @param pageSize 1 to 100; 0 as the server likes
   * @param deadlineNs from now on, or {@link CallOptions#NO_DEADLINE}
   * @return as {@link #send}
   */
  public long listTools(
      String after,
      String prefix,
      int pageSize,
      long deadlineNs,
      CatalogueHandler handler,
      long token) {
    return isOpen()
        ? requests.listTools(after, prefix, pageSize, deadlineNs, handler, token)
        : CLOSED;
  }

  /**
   * Asks for all that is known of one tool. Uses credit as a call does.
   *
   * @param toolId {@code ToolId} of its name
   * @param deadlineNs from now on, or {@link CallOptions#NO_DEADLINE}
   * @return as {@link #send}
   */
  public long describeTool(int toolId, long deadlineNs, CatalogueHandler handler, long token) {
    return isOpen() ? requests.describeTool(toolId, deadlineNs, handler, token) : CLOSED;
  }

  /**
   * Sends a request of the registry. Uses credit as a call does.
   *
   * @param message header included; its correlation id is written here
   * @param answerTemplateId of the message that answers it, unless an Error does
   * @param deadlineNs from now on, or {@link CallOptions#NO_DEADLINE}
   * @return as {@link #send}
   */
  long ask(
      byte[] message, int answerTemplateId, long deadlineNs, AnswerHandler handler, long token) {
    if (!isOpen()) {
      return CLOSED;
    }
    long outcome = requests.ask(message, answerTemplateId, deadlineNs, handler, token);
    if (outcome > 0) {
      liveness.onSent(nowNs);
    }
    return outcome;
  }

  /** From here on the handler takes what is pushed to a watch. */
  void onPush(long watchId, PushHandler handler) {
    pushes.put(watchId, handler);
  }

  /** What is still pushed to a watch is ignored. */
  void endPush(long watchId) {
    pushes.remove(watchId);
  }

  /** Who takes what is pushed to a watch; null for nobody. */
  PushHandler pushHandler(long watchId) {
    return pushes.get(watchId);
  }

  /**
   * Lets the server push more changes to a watch.
   *
   * @return false when the link has no room now
   */
  boolean grant(long watchId, long changes) {
    return isOpen() && encoder.watchCredit(watchId, changes);
  }

  /**
   * Tells the server that an answer is not wanted any more. The request stays in flight until the
   * server answers, with CANCELLED or with what was already on the way. The message leaves now or
   * on a later duty cycle.
   *
   * @return whether the request is in flight
   */
  public boolean cancel(long correlationId) {
    return requests.cancel(correlationId, !isOver());
  }

  /**
   * Begins the orderly end: no new requests; those in flight are awaited for so long; then the
   * session is CLOSED. Goes on in {@link #doWork}. Calling it again, or later than the server's
   * goodbye, does nothing.
   *
   * @param drainNs most time for calls in flight, at least 0
   */
  public void goodbye(long drainNs) {
    if (state == State.OPEN) {
      state = State.DRAINING;
      drain.begin(clock.nanoTime() + Math.min(drainNs, Long.MAX_VALUE / 2));
    } else if (state == State.CONNECTING || state == State.GREETING) {
      over(Status.SHUTDOWN, "closed before the session was open");
    }
  }

  /**
   * Ends the session now. Requests in flight end with CONNECTION_LOST, from within this call, or,
   * when it comes from within a callback, at the end of the duty cycle. Idempotent.
   */
  @Override
  public void close() {
    fail(Status.SHUTDOWN, "the client closed the session");
  }

  /** {@link #close()} for a reason of its owner's. */
  void fail(Status status, String reason) {
    over(status, reason);
    if (state != State.CLOSED && !polling) {
      end();
    }
  }

  public State state() {
    return state;
  }

  /** Whether requests can be sent. */
  public boolean isOpen() {
    return state == State.OPEN && !isOver();
  }

  /** What the server granted; null until the session was open. */
  public SessionInfo info() {
    return info;
  }

  /** The catalogue's epoch as last heard. */
  public long catalogueEpoch() {
    return catalogueEpoch;
  }

  /** Requests in flight. */
  public int inFlight() {
    return requests.table().inFlight();
  }

  /** Why the session is CLOSED; null when it is not. */
  public Status closeStatus() {
    return state == State.CLOSED ? closeStatus : null;
  }

  /** Why the session is CLOSED, for people. */
  public String closeReason() {
    return closeReason;
  }

  /** How long the server wants another attempt to wait, in milliseconds; 0: it has not said. */
  int retryAfterMs() {
    return retryAfterMs;
  }

  public ClientCounters counters() {
    return counters;
  }

  /** The highest correlation id that was used. */
  public long lastCorrelationId() {
    return requests.table().lastId();
  }

  // ── what the handlers of messages use ──

  boolean isOver() {
    return closeStatus != null;
  }

  CallTable calls() {
    return requests.table();
  }

  SessionConfig config() {
    return config;
  }

  /**
   * Finds the request that a message answers.
   *
   * @param templateId of the message; an Error answers every request
   * @return null when there is none, which is counted, or the message does not fit it, which ends
   *     the session
   */
  CallSlot answered(long correlationId, int templateId) {
    CallSlot slot = requests.table().find(correlationId);
    if (slot == null) {
      counters.increment(ClientCounters.Kind.UNKNOWN_CORRELATION);
    } else if (!Requests.fits(slot, templateId)) {
      protocolError("request " + correlationId + " was answered by template " + templateId);
      return null;
    }
    return slot;
  }

  void onHeard() {
    liveness.onHeard(nowNs);
  }

  void onHeartbeat(long timestampNs, boolean isReply) {
    if (!isReply) {
      liveness.onAsked(timestampNs);
    }
  }

  void onWelcome(SessionInfo granted) {
    info = granted;
    catalogueEpoch = granted.catalogueEpoch();
    requests = requests(new CallTable(granted.creditWindow(), lastCorrelationId(), nowNs));
    outbox.limits(granted.maxMessageBytes(), granted.maxFrameBytes());
    fragments.limit(granted.maxMessageBytes());
    liveness.start(nowNs, granted.heartbeatIntervalMs());
    counters.increment(ClientCounters.Kind.SESSION_OPENED);
    state = State.OPEN;
  }

  void onGoodbye(Status status, long drainMs, String message) {
    String reason =
        "the server said goodbye: " + status + (message.isEmpty() ? "" : ", \"" + message + '"');
    if (state == State.GREETING || drainMs == 0) {
      // Nothing is awaited any more: this was the server's last word.
      serverLeft = true;
      over(status, reason);
    } else {
      state = State.DRAINING;
      drain.onGoodbye(nowNs, drainMs, reason);
    }
  }

  void onCatalogueEpoch(long epoch) {
    catalogueEpoch = epoch;
  }

  void protocolError(String defect) {
    counters.increment(ClientCounters.Kind.PROTOCOL_ERROR);
    over(Status.PROTOCOL_ERROR, "the server broke the protocol: " + defect);
  }

  /** The server opens no session. */
  void refused(Status status, int hintMs, String reason) {
    retryAfterMs = hintMs;
    over(status, reason);
  }

  /**
   * Marks the session as over; the first reason counts. It is ended when the link is not being
   * polled.
   */
  void over(Status status, String reason) {
    if (closeStatus == null) {
      closeStatus = status;
      closeReason = reason;
    }
  }

  /** Whatever the link throws: the session is closed, and its calls end. */
  private int end() {
    boolean hasLastWord = hasLastWord();
    state = State.CLOSED;
    lostText = text("the session ended: " + closeReason);
    int ended = 0;
    try {
      if (hasLastWord) {
        encoder.goodbye(closeStatus, 0);
      }
      link.close();
    } finally {
      outbox.release();
      fragments.release();
      ended = endCalls();
    }
    return 1 + ended;
  }

  /** Whether it is the client that ends an open session: it says why, if the link takes it. */
  private boolean hasLastWord() {
    boolean wasOpen = state == State.OPEN || (state == State.DRAINING && !drain.hasSpoken());
    return wasOpen && !serverLeft && link.state() == Link.State.CONNECTED;
  }

  private int endCalls() {
    CallTable calls = requests.table();
    return calls.inFlight() == 0 ? 0 : calls.endAll(lostText, counters);
  }

  private Requests requests(CallTable table) {
    return new Requests(table, outbox, encoder, clock, config.deadlineGraceNs(), counters);
  }

  private static DirectBuffer text(String message) {
    return new UnsafeBuffer(message.getBytes(UTF_8));
  }
}

package io.machinenative.axiom.engine.edge.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Interaction;
import io.machinenative.axiom.codec.ErrorDecoder;
import io.machinenative.axiom.codec.GoodbyeDecoder;
import io.machinenative.axiom.codec.HeartbeatDecoder;
import io.machinenative.axiom.codec.ProgressDecoder;
import io.machinenative.axiom.codec.RejectDecoder;
import io.machinenative.axiom.codec.ResultDecoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WelcomeDecoder;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.access.Meter;
import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.Peer;
import io.machinenative.axiom.engine.pipeline.Session;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One edge client's session with the engine: calls in, outcomes out. Opened by its first call, so
 * that a connection which only lists costs none.
 *
 * <p>Frames are claimed in a buffer that all ports of the agent share and are understood when they
 * are committed, before anything else is claimed: no frame ever waits, and none needs pieces. That
 * is why {@link #maxFrameBytes} is above what carriers with a wire have.
 *
 * <p>Owned by the ingress thread.
 */
public final class CallPort implements Peer {
  private final FrameHandler engine;
  private final CallBuffers buffers;
  private final CallPorts ports;
  private final int maxMessageBytes;
  private final String description;
  private final byte[] clientName;
  private final Long2ObjectHashMap<CallOutcome> calls = new Long2ObjectHashMap<>(8, 0.6f);
  private Session session;
  private boolean closed;
  private Status refusal;
  private String refusalText = "";
  private Caller opener;

  /** Whose the calls are that say nothing of it; null for nobody's. */
  private Caller unnamed;

  private Meter refusedBy;
  private UnsafeBuffer claimed;
  private long lastCorrelationId;

  CallPort(
      FrameHandler engine,
      CallBuffers buffers,
      CallPorts ports,
      int maxMessageBytes,
      String description,
      String clientName) {
    this.engine = engine;
    this.buffers = buffers;
    this.ports = ports;
    this.maxMessageBytes = maxMessageBytes;
    this.description = description;
    this.clientName = clientName.getBytes(UTF_8);
  }

  /**
   * Another session of the same client, which does not end with this one: for calls that outlive
   * their connection.
   */
  public CallPort apart() {
    return ports.port(description, new String(clientName, UTF_8));
  }

  /** How the next call will be known, here and to {@link #cancel}. */
  public long nextCorrelationId() {
    return lastCorrelationId + 1;
  }

  /**
   * Calls a tool. The outcome may be told before this returns.
   *
   * @param call read before this returns
   */
  public void call(CallRequest call, CallOutcome outcome) {
    if (session == null) {
      open(call.caller);
    }
    if (refusal != null || closed) {
      Status status = refusal == null ? Status.SHUTDOWN : refusal;
      outcome.onError(status, 0, refusalText.isEmpty() ? "the session is over" : refusalText);
      return;
    }
    Caller caller = call.caller == null ? unnamed : call.caller;
    if (caller == null) {
      outcome.onError(Status.UNAUTHENTICATED, 0, "nobody has said whose call it is");
      return;
    }
    long correlationId = ++lastCorrelationId;
    calls.put(correlationId, outcome);
    session.interaction = call.interaction;
    session.caller = caller;
    int length = buffers.invoke(correlationId, call);
    int taken = engine.onFrame(session, buffers.request(), 0, length);
    session.interaction = Interaction.NONE;
    if (taken != Outcome.OK && calls.remove(correlationId) != null) {
      boolean ended = taken == Outcome.CLOSED;
      outcome.onError(
          ended ? Status.SHUTDOWN : Status.OVERLOADED,
          0,
          ended ? "the session is over" : "the server has no memory for the call now");
    }
  }

  /** The answer of a call is not wanted any more: nothing more is told of it. */
  public void cancel(long correlationId) {
    if (calls.remove(correlationId) != null && !closed) {
      engine.onFrame(session, buffers.request(), 0, buffers.cancel(correlationId));
    }
  }

  /** Calls that are not answered yet. */
  public int inFlight() {
    return calls.size();
  }

  /** The session is its first caller's; each call says whose it is. */
  private void open(Caller caller) {
    opener = caller;
    session = engine.onConnect(this);
    engine.onFrame(session, buffers.request(), 0, buffers.hello(clientName, new byte[0]));
    unnamed = caller == null ? session.caller : null;
  }

  @Override
  public Caller caller() {
    return opener;
  }

  @Override
  public boolean isShared() {
    return true;
  }

  /**
   * While {@link CallOutcome#onError} runs: what refused the call because it came too soon; null
   * when that is not why.
   */
  public Meter refusedBy() {
    return refusedBy;
  }

  /** Ends the session, if there is one: nothing more is told of calls in flight. */
  public void end() {
    closed = true;
    calls.clear();
    if (session != null) {
      Session ended = session;
      session = null;
      engine.onDisconnect(ended);
    }
  }

  /** Whether the engine has ended the session. */
  public boolean isClosed() {
    return closed;
  }

  // ── what the engine says ───────────────────────────────────────────────────

  @Override
  public int claim(int length) {
    if (closed) {
      return Outcome.CLOSED;
    }
    if (length > maxFrameBytes()) {
      return Outcome.TOO_LARGE;
    }
    assert claimed == null : "a claim is open already";
    claimed = buffers.reply(length);
    return Outcome.OK;
  }

  @Override
  public MutableDirectBuffer buffer() {
    return claimed;
  }

  @Override
  public int offset() {
    return 0;
  }

  @Override
  public void abort() {
    claimed = null;
  }

  @Override
  public void commit() {
    UnsafeBuffer frame = claimed;
    claimed = null;
    switch (ports.templateId(frame)) {
      case ResultDecoder.TEMPLATE_ID -> onResult(frame);
      case ErrorDecoder.TEMPLATE_ID -> onError(frame);
      case ProgressDecoder.TEMPLATE_ID -> onProgress(frame);
      case HeartbeatDecoder.TEMPLATE_ID -> onHeartbeat(frame);
      case RejectDecoder.TEMPLATE_ID -> onReject(frame);
      case GoodbyeDecoder.TEMPLATE_ID -> onGoodbye();
      case WelcomeDecoder.TEMPLATE_ID -> {}
      default -> throw new IllegalStateException("a frame that no edge client asks for");
    }
  }

  private void onResult(UnsafeBuffer frame) {
    ResultDecoder result = ports.result(frame);
    CallOutcome outcome = calls.remove(result.correlationId());
    if (outcome != null) {
      int length = result.payloadLength();
      int offset = result.limit() + ResultDecoder.payloadHeaderLength();
      outcome.onResult(result.contentType(), frame, offset, length);
    }
  }

  private void onError(UnsafeBuffer frame) {
    ErrorDecoder error = ports.error(frame);
    CallOutcome outcome = calls.remove(error.correlationId());
    if (outcome != null) {
      int retryAfterMs = (int) error.retryAfterMs();
      refusedBy = session == null ? null : session.refusedBy;
      if (refusedBy != null) {
        session.refusedBy = null;
      }
      outcome.onError(error.status(), retryAfterMs, error.message());
    }
  }

  private void onProgress(UnsafeBuffer frame) {
    ProgressDecoder progress = ports.progress(frame);
    CallOutcome outcome = calls.get(progress.correlationId());
    if (outcome != null) {
      outcome.onProgress(progress.done(), progress.total(), progress.message());
    }
  }

  /** A session that waits long for its tools is as alive as one that talks. */
  private void onHeartbeat(UnsafeBuffer frame) {
    HeartbeatDecoder heartbeat = ports.heartbeat(frame);
    if (!heartbeat.flags().reply()) {
      int length = buffers.heartbeatReply(heartbeat.timestampNs());
      engine.onFrame(session, buffers.request(), 0, length);
    }
  }

  /** The server stops: a session without calls need not be waited for. */
  private void onGoodbye() {
    if (calls.isEmpty() && session != null && session.state == Session.State.OPEN) {
      engine.onFrame(session, buffers.request(), 0, buffers.goodbye());
    }
  }

  private void onReject(UnsafeBuffer frame) {
    RejectDecoder reject = ports.reject(frame);
    refusal = reject.status();
    refusalText = reject.message();
  }

  /** The engine ends the session: what is in flight was answered, or is said to be lost. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      ports.onClosing(this);
    }
  }

  /** After {@link #close}, and not from within it: the engine hears of the end. */
  void finish() {
    CallOutcome[] left = calls.values().toArray(new CallOutcome[0]);
    end();
    for (CallOutcome outcome : left) {
      outcome.onError(Status.SERVER_STOPPED, 0, "the server ended the session");
    }
  }

  @Override
  public int maxFrameBytes() {
    return maxMessageBytes;
  }

  @Override
  public String description() {
    return description;
  }
}

package io.machinenative.axiom.engine.dispatch;

import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.codec.GoodbyeEncoder;
import io.machinenative.axiom.codec.HeartbeatDecoder;
import io.machinenative.axiom.codec.HeartbeatEncoder;
import io.machinenative.axiom.codec.HelloDecoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.RejectEncoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WelcomeEncoder;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.access.Admission;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.PooledBuffer;
import io.machinenative.axiom.engine.pipeline.Replies;
import io.machinenative.axiom.engine.pipeline.Session;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Hello, heartbeats and Goodbye. Owned by an ingress agent. Allocates for Hello. */
final class SessionProtocol {
  /** Least message limit that a client may ask for: a reply with an error text fits. */
  private static final int LEAST_MESSAGE_BYTES = 4096;

  private final IngressContext context;
  private final Replies replies;
  private final BufferPool pool;
  private final EngineCounters counters;
  private final AtomicInteger openSessions;
  private final String serverName;
  private final boolean hasRegistry;
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final WelcomeEncoder welcome = new WelcomeEncoder();
  private final RejectEncoder reject = new RejectEncoder();
  private final GoodbyeEncoder goodbye = new GoodbyeEncoder();
  private final HeartbeatEncoder heartbeat = new HeartbeatEncoder();

  SessionProtocol(
      IngressContext context,
      Replies replies,
      BufferPool pool,
      EngineCounters counters,
      AtomicInteger openSessions,
      String serverName,
      boolean hasRegistry) {
    this.context = context;
    this.replies = replies;
    this.pool = pool;
    this.counters = counters;
    this.openSessions = openSessions;
    this.serverName = serverName;
    this.hasRegistry = hasRegistry;
  }

  int onHello(Session session, HelloDecoder hello) {
    PooledBuffer answer = pool.acquire(BufferPool.MIN_BUFFER_BYTES);
    if (answer == null) {
      return Outcome.BACK_PRESSURED;
    }
    int minVersion = hello.minVersion();
    int maxVersion = hello.maxVersion();
    long maxMessageBytes = hello.maxMessageBytes();
    int version = Math.min(maxVersion, WireLimits.MAX_VERSION);
    if (version < Math.max(minVersion, WireLimits.MIN_VERSION)) {
      return reject(
          session,
          answer,
          Status.VERSION_UNSUPPORTED,
          "the client speaks versions " + minVersion + " to " + maxVersion);
    }
    if (maxMessageBytes != 0 && maxMessageBytes < LEAST_MESSAGE_BYTES) {
      return reject(
          session,
          answer,
          Status.BAD_REQUEST,
          "maxMessageBytes: expected 0 or at least "
              + LEAST_MESSAGE_BYTES
              + ", got "
              + maxMessageBytes);
    }
    if (context.draining()) {
      return reject(session, answer, Status.DRAINING, "the server stops");
    }
    grant(session, hello, maxMessageBytes);
    hello.skipResponseChannel();
    String clientName = hello.clientName();
    Admission admission = admission(session, hello);
    if (admission.caller() == null) {
      counters.increment(admission.counter());
      return reject(
          session, answer, admission.status(), admission.retryAfterMs(), admission.message());
    }
    int maxSessions = context.policy().limits().maxSessions();
    if (openSessions.incrementAndGet() > maxSessions) {
      openSessions.decrementAndGet();
      return reject(
          session, answer, Status.SESSION_LIMIT, "the server takes " + maxSessions + " sessions");
    }
    session.clientName = clientName;
    session.caller = admission.caller();
    session.state = Session.State.OPEN;
    session.welcomed = true;
    counters.increment(EngineCounter.SESSIONS_OPENED);
    welcome(session, answer, version);
    return Outcome.OK;
  }

  private void grant(Session session, HelloDecoder hello, long maxMessageBytes) {
    EngineLimits limits = context.policy().limits();
    session.maxMessageBytes =
        maxMessageBytes == 0
            ? limits.maxMessageBytes()
            : (int) Math.min(maxMessageBytes, limits.maxMessageBytes());
    if (!hello.capabilities().fragments()) {
      session.maxMessageBytes = Math.min(session.maxMessageBytes, session.peer().maxFrameBytes());
    }
    session.takesProgress = hello.capabilities().progress();
    session.maxPendingBytes = limits.sessionReplyBytes();
    long window = hello.creditWindow();
    session.creditWindow =
        window == 0 ? limits.creditWindow() : (int) Math.min(window, limits.creditWindow());
    long intervalMs = hello.heartbeatIntervalMs();
    session.heartbeatIntervalNs =
        intervalMs == 0
            ? limits.heartbeatIntervalNs()
            : TimeUnit.MILLISECONDS.toNanos(
                Math.clamp(
                    intervalMs,
                    WireLimits.MIN_HEARTBEAT_INTERVAL_MS,
                    WireLimits.MAX_HEARTBEAT_INTERVAL_MS));
  }

  /**
   * What Hello presents counts before the certificate of its connection. The decoder stands before
   * the credentials.
   */
  private Admission admission(Session session, HelloDecoder hello) {
    Caller known = session.peer().caller();
    if (known != null) {
      return Admission.of(known);
    }
    byte[] secret = new byte[hello.credentialsLength()];
    hello.getCredentials(secret, 0, secret.length);
    Credential presented =
        secret.length == 0
            ? Credential.of(session.peer().certificates())
            : Credential.of(Credential.Form.SESSION, secret);
    return context.policy().identity().identify(presented, session.peer(), context.nowNs());
  }

  private void welcome(Session session, PooledBuffer answer, int version) {
    welcome
        .wrapAndApplyHeader(answer.buffer(), 0, header)
        .sessionId(session.id())
        .catalogueEpoch(context.routes().epoch());
    welcome.capabilities().clear().progress(true).fragments(true).registry(hasRegistry);
    welcome
        .maxMessageBytes(session.maxMessageBytes)
        .maxFrameBytes(session.peer().maxFrameBytes())
        .creditWindow(session.creditWindow)
        .heartbeatIntervalMs(TimeUnit.NANOSECONDS.toMillis(session.heartbeatIntervalNs))
        .version(version)
        .serverName(serverName);
    replies.send(session, answer, WireLimits.HEADER_BYTES + welcome.encodedLength());
  }

  private int reject(Session session, PooledBuffer answer, Status status, String message) {
    return reject(session, answer, status, 0, message);
  }

  private int reject(
      Session session, PooledBuffer answer, Status status, int retryAfterMs, String message) {
    counters.increment(EngineCounter.SESSIONS_REJECTED);
    reject
        .wrapAndApplyHeader(answer.buffer(), 0, header)
        .status(status)
        .minVersion(WireLimits.MIN_VERSION)
        .maxVersion(WireLimits.MAX_VERSION)
        .retryAfterMs(retryAfterMs)
        .message(message);
    replies.send(session, answer, WireLimits.HEADER_BYTES + reject.encodedLength());
    session.state = Session.State.CLOSED;
    session.peer().close();
    return Outcome.CLOSED;
  }

  int onHeartbeat(Session session, HeartbeatDecoder received) {
    if (received.flags().reply()) {
      return Outcome.OK;
    }
    return sendHeartbeat(session, received.timestampNs(), true)
        ? Outcome.OK
        : Outcome.BACK_PRESSURED;
  }

  /** False when no buffer is free now. */
  boolean sendHeartbeat(Session session, long timestampNs, boolean isReply) {
    PooledBuffer message = pool.acquire(BufferPool.MIN_BUFFER_BYTES);
    if (message == null) {
      return false;
    }
    heartbeat
        .wrapAndApplyHeader(message.buffer(), 0, header)
        .timestampNs(timestampNs)
        .flags()
        .clear()
        .reply(isReply);
    replies.send(session, message, WireLimits.HEADER_BYTES + heartbeat.encodedLength());
    return true;
  }

  int onGoodbye(Session session) {
    session.state = Session.State.DRAINING;
    return Outcome.OK;
  }

  /** Says Goodbye while calls in flight are still awaited. */
  void tellToLeave(Session session) {
    PooledBuffer message = pool.acquire(BufferPool.MIN_BUFFER_BYTES);
    if (message == null) {
      return; // the session is ended without the warning when the drain is over
    }
    goodbye
        .wrapAndApplyHeader(message.buffer(), 0, header)
        .status(Status.DRAINING)
        .drainMs(TimeUnit.NANOSECONDS.toMillis(context.policy().limits().drainNs()))
        .message("the server stops");
    replies.send(session, message, WireLimits.HEADER_BYTES + goodbye.encodedLength());
  }

  /** Counts the session out, once. */
  void onClosed(Session session) {
    if (session.welcomed) {
      openSessions.decrementAndGet();
      counters.increment(EngineCounter.SESSIONS_CLOSED);
    }
  }
}

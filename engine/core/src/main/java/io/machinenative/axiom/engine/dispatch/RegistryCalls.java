package io.machinenative.axiom.engine.dispatch;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.IngressStage;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.PooledBuffer;
import io.machinenative.axiom.engine.pipeline.RegistryGate;
import io.machinenative.axiom.engine.pipeline.RegistryReplies;
import io.machinenative.axiom.engine.pipeline.RegistryRequest;
import io.machinenative.axiom.engine.pipeline.Replies;
import io.machinenative.axiom.engine.pipeline.Session;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * Requests of the registry between their sessions and the conductor. A request is copied into a
 * pooled buffer and handed over; its answer comes back through a queue that has room for every
 * request there is, so it is never lost.
 *
 * <p>Owned by an ingress agent, but {@link #answered}, which any thread may call. Allocates nothing
 * but the texts of errors.
 */
final class RegistryCalls implements IngressStage, RegistryReplies {
  /** Requests of one ingress agent that wait for the conductor or are with it. */
  static final int REQUESTS = 256;

  /** Retry hint of OVERLOADED: about the time in which the conductor works off a full queue. */
  static final int RETRY_MS = 2 * EngineLimits.OVERLOADED_RETRY_MS;

  private final RegistryGate gate;
  private final IngressContext context;
  private final Replies replies;
  private final BufferPool pool;
  private final EngineCounters counters;
  private final RegistryRequest[] requests = new RegistryRequest[REQUESTS];
  private final ManyToOneConcurrentArrayQueue<RegistryRequest> answered =
      new ManyToOneConcurrentArrayQueue<>(REQUESTS);
  private int inUse;

  /** Nobody comes for the answers any more. Written by the agent, read by who answers. */
  private volatile boolean closed;

  /** Ends the ingress agent's wait; set before the first request. */
  private Runnable wakeup = () -> {};

  RegistryCalls(
      RegistryGate gate,
      IngressContext context,
      Replies replies,
      BufferPool pool,
      EngineCounters counters) {
    this.gate = gate;
    this.context = context;
    this.replies = replies;
    this.pool = pool;
    this.counters = counters;
    if (gate.isThere()) {
      for (int i = 0; i < REQUESTS; i++) {
        requests[i] = new RegistryRequest(this);
      }
    }
  }

  /** Whom to wake when an answer is there. Before the agents start. */
  void onEvent(Runnable whatEndsTheWait) {
    wakeup = whatEndsTheWait;
  }

  /** Whether no answer waits. */
  boolean isEmpty() {
    return answered.isEmpty();
  }

  /** As {@link io.machinenative.axiom.engine.pipeline.MessageHandler#onMessage}. */
  int onRequest(
      Session session,
      int templateId,
      int blockLength,
      int version,
      DirectBuffer buffer,
      int offset,
      int length) {
    long correlationId = buffer.getLong(offset, LITTLE_ENDIAN);
    if (!mayAsk(session, correlationId)) {
      return Outcome.OK;
    }
    if (inUse == REQUESTS) {
      return overloaded(session, correlationId, "all " + REQUESTS + " requests are under way");
    }
    PooledBuffer message = takeMessage(session, buffer, offset, length);
    if (message == null) {
      return Outcome.BACK_PRESSURED;
    }
    boolean whole = session.assembled != null;
    if (whole) {
      session.takeAssembled();
    }
    RegistryRequest request = requests[inUse++];
    request.begin(session, correlationId);
    request.message(templateId, blockLength, version, message, whole ? offset : 0, length);
    session.registryRequests++;
    if (!gate.submit(request)) {
      recycle(request);
      return overloaded(session, correlationId, "too many commands wait for the registry");
    }
    counters.increment(EngineCounter.REGISTRY_REQUESTS);
    return Outcome.OK;
  }

  private boolean mayAsk(Session session, long correlationId) {
    if (session.state == Session.State.DRAINING || context.draining()) {
      refuse(session, correlationId, Status.DRAINING, "the session takes no new requests");
      return false;
    }
    if (session.registryRequests >= WireLimits.MAX_REGISTRY_REQUESTS) {
      counters.increment(EngineCounter.CALLS_BEYOND_CREDIT);
      refuse(
          session,
          correlationId,
          Status.CREDIT_EXCEEDED,
          "a session may have "
              + WireLimits.MAX_REGISTRY_REQUESTS
              + " requests of the registry in flight");
      return false;
    }
    if (isInFlight(session, correlationId)) {
      counters.increment(EngineCounter.CALLS_WRONG);
      refuse(
          session,
          correlationId,
          Status.DUPLICATE_CORRELATION_ID,
          "a request with the correlation id " + correlationId + " is in flight");
      return false;
    }
    return true;
  }

  private boolean isInFlight(Session session, long correlationId) {
    if (session.calls().containsKey(correlationId)) {
      return true;
    }
    for (int i = 0; session.registryRequests > 0 && i < inUse; i++) {
      RegistryRequest request = requests[i];
      if (request.session() == session && request.correlationId() == correlationId) {
        return true;
      }
    }
    return false;
  }

  /** The message where it was put together, or a copy; null when no buffer is free. */
  private PooledBuffer takeMessage(Session session, DirectBuffer buffer, int offset, int length) {
    if (session.assembled != null) {
      return session.assembled;
    }
    PooledBuffer copy = pool.acquire(length);
    if (copy != null) {
      copy.buffer().putBytes(0, buffer, offset, length);
    }
    return copy;
  }

  private int overloaded(Session session, long correlationId, String why) {
    counters.increment(EngineCounter.REGISTRY_OVERLOADED);
    replies.error(session, correlationId, Status.OVERLOADED, RETRY_MS, why);
    return Outcome.OK;
  }

  private void refuse(Session session, long correlationId, Status status, String message) {
    replies.error(session, correlationId, status, 0, message);
  }

  /**
   * Pairs with {@link #stop}: either this sees that the agent is gone after it has put the answer
   * into the queue, or the agent sees the answer when it empties the queue after it has said so.
   */
  @Override
  public void answered(RegistryRequest request) {
    boolean taken = answered.offer(request);
    assert taken : "more answers than requests";
    if (closed) {
      discardAnswers();
    } else {
      wakeup.run();
    }
  }

  @Override
  public int doWork(long nowNs) {
    int count = 0;
    RegistryRequest request;
    while (count < REQUESTS && (request = answered.poll()) != null) {
      Session session = request.session();
      if (session.state != Session.State.CLOSED) {
        replies.send(session, request.takeReply(), request.replyLength());
      }
      recycle(request);
      count++;
    }
    return count;
  }

  private void recycle(RegistryRequest request) {
    request.session().registryRequests--;
    request.end();
    int index = 0;
    while (requests[index] != request) {
      index++;
    }
    inUse--;
    requests[index] = requests[inUse];
    requests[inUse] = request;
  }

  /** Answers what is under way with SERVER_STOPPED; what comes back later is dropped. */
  void stop() {
    doWork(context.nowNs());
    for (int i = 0; i < inUse; i++) {
      RegistryRequest request = requests[i];
      if (request.session().state != Session.State.CLOSED) {
        replies.error(
            request.session(),
            request.correlationId(),
            Status.SERVER_STOPPED,
            0,
            "the server stopped");
      }
    }
    closed = true;
    discardAnswers();
  }

  private synchronized void discardAnswers() {
    RegistryRequest request;
    while ((request = answered.poll()) != null) {
      request.end();
    }
  }
}

package io.machinenative.axiom.engine.dispatch;

import io.machinenative.axiom.codec.CancelDecoder;
import io.machinenative.axiom.codec.DescribeToolDecoder;
import io.machinenative.axiom.codec.GoodbyeDecoder;
import io.machinenative.axiom.codec.HeartbeatDecoder;
import io.machinenative.axiom.codec.HelloDecoder;
import io.machinenative.axiom.codec.InvokeDecoder;
import io.machinenative.axiom.codec.ListToolsDecoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.IngressStage;
import io.machinenative.axiom.engine.pipeline.InlineExecutor;
import io.machinenative.axiom.engine.pipeline.InvocationSlot;
import io.machinenative.axiom.engine.pipeline.PooledBuffer;
import io.machinenative.axiom.engine.pipeline.RegistryGate;
import io.machinenative.axiom.engine.pipeline.Replies;
import io.machinenative.axiom.engine.pipeline.RequestHandler;
import io.machinenative.axiom.engine.pipeline.Session;
import io.machinenative.axiom.engine.pipeline.SessionLifecycle;
import io.machinenative.axiom.engine.pipeline.SessionRegistry;
import io.machinenative.axiom.engine.pipeline.SlotPool;
import io.machinenative.axiom.engine.pipeline.SlotQueue;
import io.machinenative.axiom.engine.port.Authenticator;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;

/** The stage's face: each request goes to the part that knows it. Owned by an ingress agent. */
public final class Dispatch implements RequestHandler, SessionLifecycle {
  /** What all ingress agents of an engine share. */
  public record Shared(
      String serverName,
      EngineLimits limits,
      Authenticator authenticator,
      AtomicInteger openSessions,
      IdempotencyStore keys,
      BufferPool pool,
      EngineCounters counters,
      RegistryGate registry) {}

  private final IngressContext context;
  private final SessionRegistry sessions;
  private final Replies replies;
  private final EngineCounters counters;
  private final SessionProtocol protocol;
  private final CallDispatch calls;
  private final CatalogueQueries catalogue;
  private final RegistryDispatch registry;
  private final Timers timers;

  public Dispatch(
      Shared shared,
      IngressContext context,
      SessionRegistry sessions,
      SlotPool slots,
      Replies replies,
      InlineExecutor inline,
      SlotQueue queue) {
    this.context = context;
    this.sessions = sessions;
    this.replies = replies;
    this.counters = shared.counters();
    protocol =
        new SessionProtocol(
            context,
            replies,
            shared.pool(),
            shared.limits(),
            counters,
            shared.authenticator(),
            shared.openSessions(),
            shared.serverName(),
            shared.registry().isThere());
    calls = new CallDispatch(context, replies, inline, queue, slots, shared.keys(), counters);
    catalogue = new CatalogueQueries(context, replies, shared.pool());
    registry = new RegistryDispatch(shared.registry(), context, replies, shared.pool(), counters);
    timers =
        new Timers(
            context,
            slots,
            sessions,
            calls,
            protocol,
            shared.keys(),
            replies,
            shared.limits(),
            counters,
            context.nowNs());
  }

  /** The stage's part of the duty cycle that no frame drives. */
  public IngressStage timers() {
    return timers;
  }

  /** The stage's part of the duty cycle that the registry drives. */
  public RegistryDispatch registry() {
    return registry;
  }

  /**
   * Answers all calls in flight with SERVER_STOPPED and ends all sessions: the engine stops now.
   */
  public void stop() {
    registry.stop();
    for (int i = sessions.size() - 1; i >= 0; i--) {
      Session session = sessions.get(i);
      for (InvocationSlot slot : session.calls().values().toArray(new InvocationSlot[0])) {
        calls.end(slot, Status.SERVER_STOPPED, "the server stopped");
      }
      replies.goodbye(session, Status.SHUTDOWN, "the server stopped");
    }
  }

  @Override
  public void onConnect(Session session) {
    session.connectedNs = context.nowNs();
    session.lastReceivedNs = context.nowNs();
    session.lastSentNs = context.nowNs();
    sessions.add(session);
    counters.add(EngineCounter.CONNECTIONS_NOW, 1);
  }

  @Override
  public void onDisconnect(Session session) {
    session.state = Session.State.CLOSED;
    for (InvocationSlot slot : session.calls().values()) {
      CallDispatch.abandon(slot);
    }
    session.calls().clear();
    registry.onDisconnect(session);
    session.pending().release();
    session.fragments().release();
    PooledBuffer assembled = session.takeAssembled();
    if (assembled != null) {
      assembled.release();
    }
    sessions.remove(session);
    counters.add(EngineCounter.CONNECTIONS_NOW, -1);
    protocol.onClosed(session);
  }

  @Override
  public int onHello(Session session, HelloDecoder hello) {
    return protocol.onHello(session, hello);
  }

  @Override
  public int onHeartbeat(Session session, HeartbeatDecoder heartbeat) {
    return protocol.onHeartbeat(session, heartbeat);
  }

  @Override
  public int onGoodbye(Session session, GoodbyeDecoder goodbye) {
    return protocol.onGoodbye(session);
  }

  @Override
  public int onInvoke(Session session, InvokeDecoder invoke) {
    return calls.onInvoke(session, invoke);
  }

  @Override
  public int onCancel(Session session, CancelDecoder cancel) {
    return calls.onCancel(session, cancel);
  }

  @Override
  public int onListTools(Session session, ListToolsDecoder listTools) {
    return catalogue.onListTools(session, listTools);
  }

  @Override
  public int onDescribeTool(Session session, DescribeToolDecoder describeTool) {
    return catalogue.onDescribeTool(session, describeTool);
  }

  @Override
  public int onRegistry(
      Session session,
      int templateId,
      int blockLength,
      int version,
      DirectBuffer buffer,
      int offset,
      int length) {
    return registry.onMessage(session, templateId, blockLength, version, buffer, offset, length);
  }
}

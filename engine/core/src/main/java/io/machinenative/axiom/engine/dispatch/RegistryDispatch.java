package io.machinenative.axiom.engine.dispatch;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.UnwatchDecoder;
import io.machinenative.axiom.codec.WatchCreditDecoder;
import io.machinenative.axiom.codec.WatchRegistryDecoder;
import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.IngressStage;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.RegistryGate;
import io.machinenative.axiom.engine.pipeline.Replies;
import io.machinenative.axiom.engine.pipeline.Session;
import org.agrona.DirectBuffer;

/**
 * Messages of the registry's family: watches are served here, from the change feed, everything else
 * goes to the conductor. Owned by an ingress agent.
 */
public final class RegistryDispatch implements IngressStage {
  private final RegistryGate gate;
  private final IngressContext context;
  private final Replies replies;
  private final EngineCounters counters;
  private final RegistryCalls calls;
  private final RegistryWatches watches;
  private final WatchRegistryDecoder watch = new WatchRegistryDecoder();
  private final WatchCreditDecoder credit = new WatchCreditDecoder();
  private final UnwatchDecoder unwatch = new UnwatchDecoder();

  RegistryDispatch(
      RegistryGate gate,
      IngressContext context,
      Replies replies,
      BufferPool pool,
      EngineCounters counters) {
    this.gate = gate;
    this.context = context;
    this.replies = replies;
    this.counters = counters;
    calls = new RegistryCalls(gate, context, replies, pool, counters);
    watches = new RegistryWatches(gate, replies, pool, counters);
  }

  /** As {@link io.machinenative.axiom.engine.pipeline.MessageHandler#onMessage}. */
  int onMessage(
      Session session,
      int templateId,
      int blockLength,
      int version,
      DirectBuffer buffer,
      int offset,
      int length) {
    if (!gate.isThere()) {
      return notSupported(session, templateId, buffer.getLong(offset, LITTLE_ENDIAN));
    }
    Guard guard = context.policy().guard();
    if (!guard.isOpen() && !RegistryRights.allows(guard, session.caller, templateId)) {
      counters.increment(EngineCounter.CALLS_DENIED);
      guard.denied(session.caller.principal(), RegistryRights.nameOf(templateId));
      return denied(session, templateId, buffer.getLong(offset, LITTLE_ENDIAN));
    }
    return switch (templateId) {
      case WatchRegistryDecoder.TEMPLATE_ID ->
          watches.onWatch(session, watch.wrap(buffer, offset, blockLength, version));
      case WatchCreditDecoder.TEMPLATE_ID ->
          watches.onCredit(session, credit.wrap(buffer, offset, blockLength, version));
      case UnwatchDecoder.TEMPLATE_ID ->
          watches.onUnwatch(session, unwatch.wrap(buffer, offset, blockLength, version));
      default -> calls.onRequest(session, templateId, blockLength, version, buffer, offset, length);
    };
  }

  private int notSupported(Session session, int templateId, long correlationId) {
    counters.increment(EngineCounter.CALLS_WRONG);
    if (templateId != WatchCreditDecoder.TEMPLATE_ID) {
      replies.error(session, correlationId, Status.NOT_SUPPORTED, 0, "this server has no registry");
    }
    return Outcome.OK;
  }

  private int denied(Session session, int templateId, long correlationId) {
    if (templateId != WatchCreditDecoder.TEMPLATE_ID) {
      replies.error(
          session,
          correlationId,
          Status.PERMISSION_DENIED,
          0,
          "the caller may not use " + RegistryRights.nameOf(templateId));
    }
    return Outcome.OK;
  }

  /** Whom to wake when there is something to send. Before the agents start. */
  public void onEvent(Runnable wakeup) {
    calls.onEvent(wakeup);
    gate.onChange(wakeup);
  }

  /** Whether there is something to send that no carrier tells of. */
  public boolean hasWork() {
    return !calls.isEmpty() || watches.hasWork();
  }

  @Override
  public int doWork(long nowNs) {
    return calls.doWork(nowNs) + watches.doWork(nowNs);
  }

  void onDisconnect(Session session) {
    watches.onDisconnect(session);
  }

  void stop() {
    calls.stop();
  }
}

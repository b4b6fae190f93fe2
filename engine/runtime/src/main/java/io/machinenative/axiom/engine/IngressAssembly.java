package io.machinenative.axiom.engine;

import io.machinenative.axiom.engine.base.BackgroundWork;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.base.YieldThenParkIdleStrategy;
import io.machinenative.axiom.engine.control.CallWatch;
import io.machinenative.axiom.engine.control.PublishedState;
import io.machinenative.axiom.engine.dispatch.Dispatch;
import io.machinenative.axiom.engine.dispatch.IdempotencyStore;
import io.machinenative.axiom.engine.dispatch.RegistryDispatch;
import io.machinenative.axiom.engine.framing.Framing;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.CarrierIdleStrategy;
import io.machinenative.axiom.engine.pipeline.IngressAgent;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.Listener;
import io.machinenative.axiom.engine.pipeline.RegistryGate;
import io.machinenative.axiom.engine.pipeline.SessionCensus;
import io.machinenative.axiom.engine.pipeline.SessionRegistry;
import io.machinenative.axiom.engine.pipeline.SlotPool;
import io.machinenative.axiom.engine.result.ReplyWriter;
import io.machinenative.axiom.engine.result.ResultStage;
import io.machinenative.axiom.engine.result.SlotEventRing;
import io.machinenative.axiom.engine.scheduler.Scheduler;
import io.machinenative.axiom.engine.tool.InlineRunner;
import io.machinenative.axiom.engine.validation.Validation;
import io.machinenative.axiom.natives.os.FreshMemory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * Puts ingress agents together, each with the stages that its calls go through. Used by the
 * engine's starter.
 */
final class IngressAssembly {
  private final EngineOptions options;
  private final NanoClock clock;
  private final BackgroundWork background;
  private final Foundations base;
  private final BufferPool pool;
  private final PublishedState state;
  private final RegistryGate registry;
  private final Scheduler scheduler;
  private final CallWatch calls;
  private final Carriers carriers;
  private final AtomicInteger openSessions;
  private final List<SessionCensus> censuses;
  private final IdempotencyStore keys;
  private final AtomicLong sessionIds = new AtomicLong();

  /**
   * @param state what the data plane reads
   * @param scheduler runs what is not run on ingress
   * @param calls is told where calls run
   * @param carriers opens what the agents poll
   * @param openSessions counted by all agents
   * @param censuses gets one for each agent
   */
  IngressAssembly(
      EngineOptions options,
      NanoClock clock,
      BackgroundWork background,
      Foundations base,
      BufferPool pool,
      PublishedState state,
      RegistryGate registry,
      Scheduler scheduler,
      CallWatch calls,
      Carriers carriers,
      AtomicInteger openSessions,
      List<SessionCensus> censuses) {
    this.options = options;
    this.clock = clock;
    this.background = background;
    this.base = base;
    this.pool = pool;
    this.state = state;
    this.registry = registry;
    this.scheduler = scheduler;
    this.calls = calls;
    this.carriers = carriers;
    this.openSessions = openSessions;
    this.censuses = censuses;
    keys = new IdempotencyStore(pool, clock.nanoTime());
  }

  /**
   * The picture of the way of a call, from right to left: each stage is given the next one.
   *
   * @param agents that were assembled before
   */
  IngressAgent assemble(Carriers.Kind kind, int agents) {
    EngineLimits limits = options.limits();
    String name = "ingress-" + kind.name().toLowerCase(Locale.ROOT);
    IngressContext context = new IngressContext(name, state.routes(), state.policy());
    context.refresh(clock.nanoTime(), state.routes(), state.policy(), false);
    SessionRegistry sessions = new SessionRegistry();
    SlotEventRing events = new SlotEventRing(limits.slotCount(), base.counters());
    SlotPool slots =
        new SlotPool(agents, limits.slotCount(), limits.slotBytes(), pool, events, clock);
    FreshMemory.giveBack(slots.memory()); // most servers never use most of it
    calls.watch(context.running(), slots);

    ReplyWriter replies = new ReplyWriter(context, pool, base.counters());
    ResultStage results = new ResultStage(events, slots, replies, clock, base.counters());
    InlineRunner inline =
        new InlineRunner(
            slots.agent(), context, replies, pool, clock, base.counters(), base.errors());
    Dispatch dispatch =
        new Dispatch(dispatchShared(), context, sessions, slots, replies, inline, scheduler);
    Validation validation = new Validation(dispatch, replies, base.counters());
    Framing framing =
        new Framing(
            context,
            validation,
            dispatch,
            replies,
            pool,
            base.counters(),
            sessionIds::incrementAndGet);
    List<Listener> listeners = carriers.open(kind, framing, context);
    SessionCensus census = new SessionCensus(sessions);
    censuses.add(census);
    IdleStrategy idle = idleStrategy(listeners, events, dispatch.registry(), census);

    return new IngressAgent(
        name,
        clock,
        state,
        context,
        listeners,
        List.of(results, dispatch.registry(), census, dispatch.timers()),
        dispatch::stop,
        idle);
  }

  /** One carrier can be waited on; several are polled in turn. */
  private IdleStrategy idleStrategy(
      List<Listener> listeners,
      SlotEventRing events,
      RegistryDispatch fromRegistry,
      SessionCensus census) {
    if (listeners.size() > 1) {
      return new YieldThenParkIdleStrategy(clock, background::isUnderWay);
    }
    CarrierIdleStrategy waiting =
        new CarrierIdleStrategy(
            clock,
            background::isUnderWay,
            listeners.getFirst(),
            () -> !events.isEmpty() || fromRegistry.hasWork() || census.isAsked());
    events.onEvent(waiting::wakeup);
    fromRegistry.onEvent(waiting::wakeup);
    census.onAsked(waiting::wakeup);
    return waiting;
  }

  private Dispatch.Shared dispatchShared() {
    return new Dispatch.Shared(
        options.serverName(), openSessions, keys, pool, base.counters(), registry);
  }
}

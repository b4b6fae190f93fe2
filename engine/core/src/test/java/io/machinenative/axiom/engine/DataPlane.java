package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.counters.ErrorRecorder;
import io.machinenative.axiom.engine.counters.EventLog;
import io.machinenative.axiom.engine.dispatch.Dispatch;
import io.machinenative.axiom.engine.dispatch.IdempotencyStore;
import io.machinenative.axiom.engine.framing.Framing;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.ControlPlane;
import io.machinenative.axiom.engine.pipeline.IngressAgent;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.PolicySnapshot;
import io.machinenative.axiom.engine.pipeline.RegistryGate;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.pipeline.RouteSnapshot;
import io.machinenative.axiom.engine.pipeline.SessionRegistry;
import io.machinenative.axiom.engine.pipeline.SlotPool;
import io.machinenative.axiom.engine.port.Identity;
import io.machinenative.axiom.engine.result.ReplyWriter;
import io.machinenative.axiom.engine.result.ResultStage;
import io.machinenative.axiom.engine.result.SlotEventRing;
import io.machinenative.axiom.engine.scheduler.Scheduler;
import io.machinenative.axiom.engine.tool.InlineRunner;
import io.machinenative.axiom.engine.tool.ToolRunner;
import io.machinenative.axiom.engine.validation.Validation;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * All stages, wired as the engine wires them, with time, carrier and threads in the test's hand.
 * Owned by the test's thread.
 */
final class DataPlane implements ControlPlane {
  private static final int SETTLE_STEPS = 10_000;
  private static final long WAIT_MS = 10_000;

  final ManualClock clock;
  final EngineLimits limits;
  final EngineCounters counters;
  final ErrorRecorder errors;
  final BufferPool pool;
  final SlotPool slots;
  final AtomicInteger openSessions = new AtomicInteger();
  final HandCarrier carrier;
  final List<Agent> workers;
  private final IngressAgent ingress;
  private PolicySnapshot policy;
  private RouteSnapshot routes;
  private boolean draining;
  private int connections;

  DataPlane(TestLimits limits, Collection<Route> tools) {
    this(limits, tools, 1, 1_000_000_000L, Identity.open(), Thread.ofVirtual().factory());
  }

  DataPlane(
      TestLimits testLimits,
      Collection<Route> tools,
      int workerCount,
      long startNs,
      Identity identity,
      ThreadFactory blockingThreads) {
    clock = new ManualClock(startNs);
    limits = testLimits.build();
    routes = new RouteSnapshot(1, tools);
    policy = new PolicySnapshot(1, limits, identity, Guard.OPEN);
    counters = new EngineCounters(new UnsafeBuffer(aligned(EngineCounters.BUFFER_BYTES)));
    errors =
        new ErrorRecorder(
            new UnsafeBuffer(aligned(ErrorRecorder.BUFFER_BYTES)),
            () -> 0,
            counters,
            new EventLog(() -> 0));
    pool = new BufferPool(limits.maxMessageBytes(), limits.poolBytes());
    IdempotencyStore keys = new IdempotencyStore(pool, clock.nanoTime());
    Scheduler scheduler =
        new Scheduler(
            workerCount,
            limits.laneCapacity(),
            limits.blockingLimit(),
            blockingThreads,
            new ToolRunner(counters, errors));
    workers = scheduler.agents();

    IngressContext context = new IngressContext("ingress", routes, policy);
    context.refresh(clock.nanoTime(), routes, policy, false);
    SessionRegistry sessions = new SessionRegistry();
    SlotEventRing events = new SlotEventRing(limits.slotCount(), counters);
    slots = new SlotPool(0, limits.slotCount(), limits.slotBytes(), pool, events, clock);
    ReplyWriter replies = new ReplyWriter(context, pool, counters);
    ResultStage results = new ResultStage(events, slots, replies, clock, counters);
    InlineRunner inline = new InlineRunner(0, context, replies, pool, clock, counters, errors);
    Dispatch.Shared shared =
        new Dispatch.Shared("test", openSessions, keys, pool, counters, RegistryGate.NONE);
    Dispatch dispatch = new Dispatch(shared, context, sessions, slots, replies, inline, scheduler);
    Validation validation = new Validation(dispatch, replies, counters);
    AtomicLong sessionIds = new AtomicLong();
    Framing framing =
        new Framing(
            context, validation, dispatch, replies, pool, counters, sessionIds::incrementAndGet);
    carrier = new HandCarrier(framing);
    ingress =
        new IngressAgent(
            "ingress-hand",
            clock,
            this,
            context,
            List.of(carrier),
            List.of(results, dispatch.registry(), dispatch.timers()),
            dispatch::stop,
            new NoOpIdleStrategy());
  }

  private static ByteBuffer aligned(int bytes) {
    return BufferUtil.allocateDirectAligned(bytes, BitUtil.CACHE_LINE_LENGTH);
  }

  // ── control plane ────────────────────────────────────────────────────────────

  @Override
  public PolicySnapshot policy() {
    return policy;
  }

  @Override
  public RouteSnapshot routes() {
    return routes;
  }

  /** From the next step on callers may do what that says. */
  void guard(Guard guard) {
    policy = new PolicySnapshot(policy.epoch() + 1, limits, policy.identity(), guard);
  }

  void publish(Collection<Route> tools) {
    routes = new RouteSnapshot(routes.epoch() + 1, tools);
  }

  @Override
  public boolean draining() {
    return draining;
  }

  void drain() {
    draining = true;
  }

  // ── time ─────────────────────────────────────────────────────────────────────

  int stepIngress() {
    int work;
    try {
      work = ingress.doWork();
    } catch (Exception e) {
      throw new AssertionError("the ingress agent threw", e);
    }
    carrier.requireNoOpenClaim();
    return work;
  }

  int stepWorkers() {
    int work = 0;
    for (int i = 0; i < workers.size(); i++) {
      try {
        work += workers.get(i).doWork();
      } catch (Exception e) {
        throw new AssertionError("a worker threw", e);
      }
    }
    return work;
  }

  /** Ingress, workers, ingress: what came is answered. */
  void step() {
    stepIngress();
    stepWorkers();
    stepIngress();
  }

  /** Steps until nobody has anything left to do at this time. */
  void settle() {
    int steps = 0;
    while (stepIngress() + stepWorkers() > 0) {
      if (++steps > SETTLE_STEPS) {
        fail("the data plane does not come to rest");
      }
    }
  }

  void advance(long ns) {
    clock.advance(ns);
  }

  /** Lets so much time pass in steps of a millisecond, each of them worked. */
  void pass(long ns) {
    for (long left = ns; left > 0; left -= 1_000_000) {
      clock.advance(Math.min(left, 1_000_000));
      settle();
    }
  }

  /** Steps until something that another thread does has happened. */
  void await(BooleanSupplier condition) {
    long deadlineMs = System.currentTimeMillis() + WAIT_MS;
    while (!condition.getAsBoolean()) {
      if (System.currentTimeMillis() > deadlineMs) {
        fail("waited for " + WAIT_MS + " ms");
      }
      step();
      Thread.onSpinWait();
    }
  }

  /** The engine stops now. */
  void stop() {
    ingress.onClose();
  }

  // ── clients ──────────────────────────────────────────────────────────────────

  /** A client that has not said Hello. */
  HandClient connect() {
    HandClient client = new HandClient(this, carrier.connect("hand " + ++connections));
    stepIngress();
    return client;
  }

  /** A client that was welcomed. */
  HandClient open() {
    HandClient client = connect();
    client.hello();
    return client;
  }

  long count(EngineCounter counter) {
    return counters.value(counter);
  }

  /** Nothing is held any more by anybody. */
  void requireNothingHeld() {
    assertEquals(0, slots.inUse(), "slots in use");
    assertEquals(0, pool.lent(), "buffers lent");
    for (int i = 0; i < routes.size(); i++) {
      assertEquals(0, routes.byName(i).inFlight().total(), routes.byName(i).name());
    }
  }
}

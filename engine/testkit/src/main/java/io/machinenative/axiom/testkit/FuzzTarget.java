package io.machinenative.axiom.testkit;

import io.machinenative.axiom.api.Completion;
import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.control.Conductor;
import io.machinenative.axiom.engine.control.Visibility;
import io.machinenative.axiom.engine.control.wire.RegistryInlet;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.dispatch.Dispatch;
import io.machinenative.axiom.engine.dispatch.IdempotencyStore;
import io.machinenative.axiom.engine.framing.Framing;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.ControlPlane;
import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.InFlight;
import io.machinenative.axiom.engine.pipeline.IngressAgent;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.Listener;
import io.machinenative.axiom.engine.pipeline.PolicySnapshot;
import io.machinenative.axiom.engine.pipeline.RegistryGate;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.pipeline.RouteSnapshot;
import io.machinenative.axiom.engine.pipeline.SessionRegistry;
import io.machinenative.axiom.engine.pipeline.SlotPool;
import io.machinenative.axiom.engine.port.Identity;
import io.machinenative.axiom.engine.registry.HeapRecordStore;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.RegistryConfig;
import io.machinenative.axiom.engine.registry.metadata.MetadataCatalogue;
import io.machinenative.axiom.engine.registry.validation.ContentLimits;
import io.machinenative.axiom.engine.registry.validation.Mode;
import io.machinenative.axiom.engine.registry.validation.RecordValidator;
import io.machinenative.axiom.engine.result.ReplyWriter;
import io.machinenative.axiom.engine.result.ResultStage;
import io.machinenative.axiom.engine.result.SlotEventRing;
import io.machinenative.axiom.engine.scheduler.Scheduler;
import io.machinenative.axiom.engine.tool.InlineRunner;
import io.machinenative.axiom.engine.tool.ToolRunner;
import io.machinenative.axiom.engine.validation.Validation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The stages of an ingress agent and a worker, wired as the engine wires them, with small limits
 * and a clock that is set by hand, so that limits and timeouts are reached often. Stepped by the
 * fuzzer's thread.
 */
final class FuzzTarget implements ControlPlane {
  static final EngineLimits LIMITS =
      new EngineLimits(
          12,
          256 * 1024,
          16,
          24,
          1024,
          8,
          4,
          4L * 1024 * 1024,
          TimeUnit.SECONDS.toNanos(2),
          TimeUnit.SECONDS.toNanos(5),
          TimeUnit.SECONDS.toNanos(10),
          TimeUnit.SECONDS.toNanos(3));

  private static final PolicySnapshot POLICY =
      new PolicySnapshot(1, LIMITS, Identity.open(), Guard.OPEN);
  private static final int FEED_CHANGES = 16;
  private static final int FEED_BYTES = 1 << 18;

  private static final List<String> TOOLS =
      List.of(
          "inline.plain",
          "inline.echo",
          "worker.echo",
          "worker.defer",
          "inline.refuse",
          "worker.refuse");

  private final AtomicInteger openSessions = new AtomicInteger();
  private final Deque<Completion> deferred = new ArrayDeque<>();
  private final EngineCounters counters;
  private final BufferPool pool;
  private final SlotPool slots;
  private final Conductor conductor;
  private final IngressAgent ingress;
  private final List<Agent> workers;
  private final RouteSnapshot routes;
  private final NanoClock clock = this::nowNs;
  private Throwable thrown;
  private long nowNs;

  /**
   * @param startNs the clock's first reading, any
   * @param carrier made with the handler of its frames
   */
  FuzzTarget(long startNs, Function<FrameHandler, Listener> carrier) {
    nowNs = startNs;
    routes = new RouteSnapshot(1, TOOLS.stream().map(this::route).toList());
    counters =
        new EngineCounters(
            new UnsafeBuffer(
                BufferUtil.allocateDirectAligned(
                    EngineCounters.BUFFER_BYTES, BitUtil.CACHE_LINE_LENGTH)));
    pool = new BufferPool(LIMITS.maxMessageBytes(), LIMITS.poolBytes());
    IdempotencyStore keys = new IdempotencyStore(pool, nowNs);
    conductor = new Conductor(clock, this::onError);
    RegistryGate registry = openRegistry();
    Scheduler scheduler =
        new Scheduler(
            1,
            LIMITS.laneCapacity(),
            LIMITS.blockingLimit(),
            Thread.ofVirtual().factory(),
            new ToolRunner(counters, this::onError));
    workers = scheduler.agents();
    IngressContext context = new IngressContext("ingress", routes, POLICY);
    context.refresh(nowNs, routes, POLICY, false);
    SlotEventRing events = new SlotEventRing(LIMITS.slotCount(), counters);
    slots = new SlotPool(0, LIMITS.slotCount(), LIMITS.slotBytes(), pool, events, clock);
    ReplyWriter replies = new ReplyWriter(context, pool, counters);
    ResultStage results = new ResultStage(events, slots, replies, clock, counters);
    InlineRunner inline =
        new InlineRunner(0, context, replies, pool, clock, counters, this::onError);
    Dispatch dispatch =
        new Dispatch(
            new Dispatch.Shared("fuzz", openSessions, keys, pool, counters, registry),
            context,
            new SessionRegistry(),
            slots,
            replies,
            inline,
            scheduler);
    Validation validation = new Validation(dispatch, replies, counters);
    Framing framing =
        new Framing(
            context,
            validation,
            dispatch,
            replies,
            pool,
            counters,
            new AtomicLong()::incrementAndGet);
    ingress =
        new IngressAgent(
            "ingress-fuzz",
            clock,
            this,
            context,
            List.of(carrier.apply(framing)),
            List.of(results, dispatch.registry(), dispatch.timers()),
            dispatch::stop,
            new NoOpIdleStrategy());
  }

  /** With a feed so short that watches fall behind it. */
  private RegistryGate openRegistry() {
    RegistryConfig defaults = RegistryConfig.DEFAULTS;
    Registry registry =
        new Registry(
            new HeapRecordStore(),
            new RegistryConfig(
                100,
                FEED_CHANGES,
                FEED_BYTES,
                defaults.retentionNs(),
                defaults.brake(),
                defaults.damping()),
            new RecordValidator(
                Mode.LENIENT, ContentLimits.DEFAULTS, MetadataCatalogue.standard().build()),
            () -> TimeUnit.NANOSECONDS.toMillis(nowNs),
            clock,
            Optional.empty());
    conductor.onCommit(registry::commit);
    return new RegistryInlet(
        registry, conductor, Visibility.open(this::routes), pool, this::onError);
  }

  private Route route(String name) {
    RawHandler handler =
        switch (name.substring(name.indexOf('.') + 1)) {
          case "plain" -> FuzzTarget::plain;
          case "echo" -> FuzzTarget::echo;
          case "defer" -> call -> deferred.add(call.defer());
          default -> FuzzTarget::refuse;
        };
    RawHandler[] handlers = new RawHandler[Route.CONTENT_TYPES];
    handlers[ContentType.BINARY.value()] = handler;
    handlers[ContentType.TEXT.value()] = handler;
    ExecutionMode mode = name.startsWith("inline") ? ExecutionMode.INLINE : ExecutionMode.WORKER;
    return new Route(
        name,
        new Route.Label("1.0.0", name, ""),
        mode,
        new Route.Hints(true, true, false, false),
        handlers,
        Route.Schemas.NONE,
        new InFlight());
  }

  private static void echo(RawInvocation call) {
    call.progress(1, 2, "half");
    plain(call);
  }

  private static void plain(RawInvocation call) {
    int length = call.payloadLength();
    call.reply(call.contentType(), length)
        .putBytes(call.replyOffset(), call.payload(), call.payloadOffset(), length);
  }

  private static void refuse(RawInvocation call) {
    call.reply(ContentType.BINARY, 2000);
    throw ToolException.error(call.correlationId() + " from " + call.clientName());
  }

  /**
   * No tool here throws what it does not declare, so whatever is recorded is a defect of a stage.
   */
  private void onError(Throwable error) {
    thrown = error;
  }

  static int[] toolIds() {
    return TOOLS.stream().mapToInt(ToolId::of).toArray();
  }

  @Override
  public PolicySnapshot policy() {
    return POLICY;
  }

  @Override
  public RouteSnapshot routes() {
    return routes;
  }

  @Override
  public boolean draining() {
    return false;
  }

  private long nowNs() {
    return nowNs;
  }

  void advance(long ns) {
    nowNs += ns;
  }

  /**
   * Lets ingress work once.
   *
   * @throws Exception what a stage threw
   */
  int stepIngress() throws Exception {
    return ingress.doWork();
  }

  /**
   * Lets the conductor and the worker work once.
   *
   * @throws Exception what it threw
   */
  int stepWorker() throws Exception {
    int work = conductor.doWork();
    for (Agent worker : workers) {
      work += worker.doWork();
    }
    if (thrown != null) {
      throw new IllegalStateException("the conductor or a tool's runner recorded an error", thrown);
    }
    return work;
  }

  /** Answers the deferred call that waits longest. */
  int answerDeferred() {
    Completion completion = deferred.poll();
    if (completion == null) {
      return 0;
    }
    RawInvocation call = completion.invocation();
    completion.complete(
        ContentType.BINARY, call.payload(), call.payloadOffset(), call.payloadLength());
    return 1;
  }

  /**
   * After all connections are gone and all work is done.
   *
   * @throws IllegalStateException when something is still held
   */
  void requireNothingHeld() {
    if (slots.inUse() != 0
        || pool.lent() != 0
        || openSessions.get() != 0
        || counters.value(EngineCounter.WATCHES_NOW) != 0
        || counters.value(EngineCounter.CONNECTIONS_NOW) != 0
        || pool.heldBytes() > LIMITS.poolBytes()) {
      throw new IllegalStateException(
          "leaked: %d slots, %d buffers, %d sessions, %d connections; the pool holds %d bytes"
              .formatted(
                  slots.inUse(),
                  pool.lent(),
                  openSessions.get(),
                  counters.value(EngineCounter.CONNECTIONS_NOW),
                  pool.heldBytes()));
    }
  }

  long count(EngineCounter counter) {
    return counters.value(counter);
  }
}

package io.machinenative.axiom.engine;

import io.machinenative.axiom.api.EngineHealth;
import io.machinenative.axiom.api.EngineInfo;
import io.machinenative.axiom.api.EnginePhase;
import io.machinenative.axiom.api.LogLevel;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.engine.base.BackgroundWork;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.base.YieldThenParkIdleStrategy;
import io.machinenative.axiom.engine.config.ConfigFile;
import io.machinenative.axiom.engine.config.EngineConfig;
import io.machinenative.axiom.engine.control.Access;
import io.machinenative.axiom.engine.control.AnnouncementBoard;
import io.machinenative.axiom.engine.control.CallWatch;
import io.machinenative.axiom.engine.control.Catalogue;
import io.machinenative.axiom.engine.control.Conductor;
import io.machinenative.axiom.engine.control.ConfigurationReload;
import io.machinenative.axiom.engine.control.Lifecycle;
import io.machinenative.axiom.engine.control.Policy;
import io.machinenative.axiom.engine.control.PublishedState;
import io.machinenative.axiom.engine.control.Visibility;
import io.machinenative.axiom.engine.counters.ErrorRecorder;
import io.machinenative.axiom.engine.dispatch.Dispatch;
import io.machinenative.axiom.engine.dispatch.IdempotencyStore;
import io.machinenative.axiom.engine.dispatch.RegistryDispatch;
import io.machinenative.axiom.engine.framing.Framing;
import io.machinenative.axiom.engine.gateway.Gateway;
import io.machinenative.axiom.engine.gateway.GatewayContext;
import io.machinenative.axiom.engine.gateway.GatewayTools;
import io.machinenative.axiom.engine.gateway.UpstreamInfo;
import io.machinenative.axiom.engine.hosting.PluginAdministration;
import io.machinenative.axiom.engine.hosting.PluginBudgets;
import io.machinenative.axiom.engine.hosting.PluginHost;
import io.machinenative.axiom.engine.hosting.PluginTools;
import io.machinenative.axiom.engine.hosting.SettingsFiles;
import io.machinenative.axiom.engine.identity.AccessControl;
import io.machinenative.axiom.engine.identity.AuditLog;
import io.machinenative.axiom.engine.observation.EventSources;
import io.machinenative.axiom.engine.observation.ObservationTools;
import io.machinenative.axiom.engine.observation.Observed;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.CarrierIdleStrategy;
import io.machinenative.axiom.engine.pipeline.InFlight;
import io.machinenative.axiom.engine.pipeline.IngressAgent;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.Listener;
import io.machinenative.axiom.engine.pipeline.RegistryGate;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.pipeline.SessionCensus;
import io.machinenative.axiom.engine.pipeline.SessionRegistry;
import io.machinenative.axiom.engine.pipeline.SlotPool;
import io.machinenative.axiom.engine.plugin.PluginShelf;
import io.machinenative.axiom.engine.plugin.lent.Lender;
import io.machinenative.axiom.engine.port.QueueDepths;
import io.machinenative.axiom.engine.result.ReplyWriter;
import io.machinenative.axiom.engine.result.ResultStage;
import io.machinenative.axiom.engine.result.SlotEventRing;
import io.machinenative.axiom.engine.scheduler.Scheduler;
import io.machinenative.axiom.engine.tool.InlineRunner;
import io.machinenative.axiom.engine.tool.ToolRunner;
import io.machinenative.axiom.engine.transport.inproc.InprocConnector;
import io.machinenative.axiom.engine.validation.Validation;
import io.machinenative.axiom.engine.workflow.PipelineOptions;
import io.machinenative.axiom.engine.workflow.PipelineTools;
import io.machinenative.axiom.engine.workflow.Pipelines;
import io.machinenative.axiom.natives.os.FreshMemory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;

/**
 * Serves tools: the assembly of all stages, from carrier to carrier.
 *
 * <pre>{@code
 * try (Engine engine = Engine.builder().tool(add).listen("inproc:").listen("tcp://127.0.0.1:0").start()) {
 *   System.out.println(engine.addresses());
 * }
 * }</pre>
 *
 * <p>Thread-safe, but for {@link #doWork()}, which belongs to one thread. Started once, closed
 * once.
 */
public final class Engine implements AutoCloseable {
  /** Of issuers that may wait to be read at once. */
  private static final int KEY_SETS = 64;

  /** Of plugins that may wait for one another; further ones are refused. */
  private static final int PLUGIN_CHANGES = 64;

  /** For upstream servers to be joined before calls are taken; later ones come later. */
  private static final long FIRST_UPSTREAMS_NS = 1_000_000_000L;

  private final EngineOptions options;
  private final NanoClock clock;
  private final BackgroundWork background;
  private final Foundations base;
  private final BufferPool pool;
  private final Lifecycle lifecycle = new Lifecycle();
  private final AnnouncementBoard announcements = new AnnouncementBoard();
  private final Conductor conductor;
  private final RegistryGate registry;
  private final Supplier<List<String>> registryComplaints;
  private final Catalogue catalogue;
  private final AccessControl access;
  private final Policy policy;
  private final PublishedState published;
  private final IdempotencyStore keys;
  private final AtomicInteger openSessions = new AtomicInteger();
  private final AtomicLong sessionIds = new AtomicLong();
  private final PluginHost plugins;
  private final Optional<Gateway> gateway;
  private final CallWatch calls;
  private final Scheduler scheduler;
  private final Carriers carriers;
  private final List<String> notes = new ArrayList<>();
  private final List<IngressAgent> ingress = new ArrayList<>();
  private final List<IngressAgent> edge = new ArrayList<>();
  private final List<SessionCensus> censuses = new ArrayList<>();
  private final AgentThreads threads;
  private final long readyNs;

  /** What is closed when the engine is, the last one first. */
  private final Deque<AutoCloseable> opened;

  private Engine(EngineOptions options, NanoClock clock, Deque<AutoCloseable> opened) {
    this.options = options;
    this.clock = clock;
    this.opened = opened;

    // what outlives it; another server that has the directory is noticed before a file is touched
    Optional<KeptRegistry> records =
        options
            .registry()
            .map(kept -> own(opened, KeptRegistry.open(kept, options.dataDirectory(), notes)));

    // what everything stands on
    base = own(opened, Foundations.open(options));
    background = new BackgroundWork(clock);
    EngineLimits limits = options.limits();
    pool = own(opened, new BufferPool(limits.maxMessageBytes(), limits.poolBytes()));
    keys = new IdempotencyStore(pool, clock.nanoTime());

    // who changes things, and what the data plane reads
    conductor = new Conductor(clock, base.errors());
    catalogue = new Catalogue(limits.maxMessageBytes());
    access =
        new AccessControl(
            options.authenticators(),
            own(opened, AgentThreads.oneByOne(KEY_SETS)),
            SystemEpochClock.INSTANCE,
            clock,
            base.errors(),
            new AuditLog(
                options.dataDirectory().map(data -> data.resolve("audit.log")),
                SystemEpochClock.INSTANCE,
                base.errors()));
    policy = new Policy(limits, access.of(options.auth(), options.rates()));
    conductor.every(AccessControl.PERIOD_NS, access::look);
    published = new PublishedState(catalogue, policy, lifecycle);
    EngineInfo info = new Info();
    plugins =
        own(
            opened,
            new PluginHost(
                lender(info),
                catalogue,
                conductor,
                PluginBudgets.DEFAULTS.drainingFor(options.pluginDrainNs()),
                AgentThreads.oneByOne(PLUGIN_CHANGES),
                AgentThreads::daemon,
                clock,
                background,
                base.counters(),
                base.errors(),
                Version.current(),
                new SettingsFiles(
                    options.pluginFolder(), System.getenv(), options.pluginConfigurations())));
    Optional<KeptRegistry.Served> served =
        records.map(kept ->
            kept.serve(
                options.serverName(),
                catalogue,
                conductor,
                plugins,
                visibility(),
                pool,
                clock,
                base.errors()));
    registry = served.map(KeptRegistry.Served::gate).orElse(RegistryGate.NONE);
    registryComplaints = served.map(KeptRegistry.Served::complaints).orElse(List::of);
    served.ifPresent(one ->
        plugins.start(
            List.of(one.tools(), new PluginTools(plugins::list, visibility(), Version.current()))));
    plugins.listen(new EventSources(base.events()));
    if (options.observed()) {
      plugins.start(List.of(new ObservationTools(observed(info), Version.current())));
    }
    options.pipelines().ifPresent(kept -> plugins.start(List.of(pipelineTools(kept))));
    gateway = options.upstreams().map(ignored -> gateway());
    gateway.ifPresent(
        joined -> plugins.start(List.of(new GatewayTools(joined::list, Version.current()))));
    Optional<PluginShelf> shelf =
        options
            .pluginFolder()
            .map(folder -> new PluginShelf(folder, options.pluginTrust(), InstantSource.system()));
    shelf.ifPresent(PluginShelf::recover);
    shelf.ifPresent(kept -> plugins.start(List.of(administration(kept))));
    plugins.start(options.plugins());
    plugins.guard();
    catalogue.replace(List.of(), catalogue.routesOf(options.tools(), new InFlight()));

    // who runs them
    scheduler =
        new Scheduler(
            options.workers(),
            limits.laneCapacity(),
            limits.blockingLimit(),
            AgentThreads.virtualThreads(),
            new ToolRunner(base.counters(), base.errors()));
    calls = new CallWatch(plugins.owners(), base.counters(), base.events(), clock);
    calls.watch(scheduler.running(), options.mount() != Mount.DEDICATED);
    conductor.every(CallWatch.PERIOD_NS, calls::look);

    // how calls come in: one ingress agent for each kind of carrier
    carriers =
        own(opened, new Carriers(options, clock, background, base, () -> info, announcements));
    for (Carriers.Kind kind : carriers.kinds()) {
      IngressAgent agent = assembleIngress(kind);
      ingress.add(agent);
      if (kind == Carriers.Kind.HTTP || kind == Carriers.Kind.STDIO) {
        edge.add(agent);
      }
      conductor.watch(agent.report());
    }

    // and time
    threads =
        own(
            opened,
            new AgentThreads(options.mount(), options.cpus(), clock, background, base.errors()));
    threads.start(ingress, edge, scheduler.agents(), conductor);
    options
        .pluginFolder()
        .ifPresent(folder ->
            plugins
                .watch(folder, base.pluginCopies(), options.pluginTrust(), shelf.orElseThrow())
                .join());
    gateway.ifPresent(joined -> {
      own(opened, joined).follow(options.upstreams().orElseThrow());
      joined.awaitFirst(FIRST_UPSTREAMS_NS);
    });
    readyNs = clock.nanoTime();
    lifecycle.enter(EnginePhase.READY);
    notes.forEach(note -> base.events().add(LogLevel.WARNING, "engine", note));
    base.events().add(LogLevel.NOTICE, "engine", "ready at " + String.join(" ", addresses()));
  }

  private Lender lender(EngineInfo info) {
    return new Lender(
        info,
        InstantSource.system(),
        clock,
        AgentThreads::daemon,
        options.secrets(),
        base::pluginData,
        options.dataDirectory().map(data -> data.resolve("plugin-logs")),
        announcements,
        new EventSources(base.events())::onEntry,
        base.errors());
  }

  private Gateway gateway() {
    return new Gateway(
        new GatewayContext(
            new HostSlot(plugins, catalogue),
            AgentThreads.named("axiom-upstream-"),
            AgentThreads::daemon,
            clock,
            options.secrets(),
            base.errors(),
            Version.current()));
  }

  private Observed observed(EngineInfo info) {
    return new Observed(
        info,
        catalogue::routes,
        this::queueDepths,
        visibility(),
        censuses,
        pool,
        base.events(),
        clock);
  }

  private Visibility visibility() {
    return new Visibility(catalogue::routes, () -> policy.snapshot().guard());
  }

  private QueueDepths queueDepths() {
    return scheduler.depths();
  }

  private Plugin pipelineTools(PipelineOptions kept) {
    Pipelines pipelines =
        own(
            opened,
            KeptPipelines.open(
                kept,
                catalogue.operations(),
                visibility().guard(),
                base.events(),
                clock,
                base.errors()));
    return new PipelineTools(pipelines, Version.current());
  }

  private Plugin administration(PluginShelf shelf) {
    return new PluginAdministration(
        plugins,
        Optional.of(shelf),
        base.pluginCopies(),
        options.pluginManage(),
        visibility(),
        base.events(),
        Version.current());
  }

  private static <T extends AutoCloseable> T own(Deque<AutoCloseable> opened, T part) {
    opened.push(part);
    return part;
  }

  static Engine start(EngineOptions options, NanoClock clock) {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      return new Engine(options, clock, opened);
    } catch (RuntimeException | Error e) {
      CloseHelper.closeAll(e::addSuppressed, opened);
      throw e;
    }
  }

  /** The picture of the way of a call, from right to left: each stage is given the next one. */
  private IngressAgent assembleIngress(Carriers.Kind kind) {
    EngineLimits limits = options.limits();
    String name = "ingress-" + kind.name().toLowerCase(Locale.ROOT);
    IngressContext context = new IngressContext(name, published.routes(), published.policy());
    context.refresh(clock.nanoTime(), published.routes(), published.policy(), false);
    SessionRegistry sessions = new SessionRegistry();
    SlotEventRing events = new SlotEventRing(limits.slotCount(), base.counters());
    SlotPool slots =
        new SlotPool(ingress.size(), limits.slotCount(), limits.slotBytes(), pool, events, clock);
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
        published,
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

  public static EngineBuilder builder() {
    return new EngineBuilder();
  }

  /** The addresses that clients connect to, with the ports that were bound. */
  public List<String> addresses() {
    return carriers.addresses();
  }

  /** Connects clients of this process to the {@code inproc:} address. */
  public InprocConnector inproc() {
    return carriers.inproc();
  }

  /**
   * Where an embedder tells of work that takes a core for milliseconds, and his own polling threads
   * learn of it, as those of the engine do.
   */
  public BackgroundWork background() {
    return background;
  }

  /** What the engine says of itself. */
  public EngineInfo info() {
    return new Info();
  }

  /** The settings in force, in one line. */
  public String describe() {
    return options.describe();
  }

  /** Exceptions that were recorded: tool faults, carrier errors, defects. */
  public List<ErrorRecorder.Entry> errors() {
    return base.errors().entries();
  }

  /** What an operator should know of the start: what was found after an unclean end. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** Pooled buffers that are lent now; 0 when no call is in flight. */
  public int buffersLent() {
    return pool.lent();
  }

  /**
   * Adds tools while the engine runs, all or none.
   *
   * @return completed with the catalogue's epoch once every carrier serves them; exceptionally with
   *     {@link IllegalArgumentException} when a name or an id is taken
   */
  public CompletableFuture<Long> add(List<Tool> tools) {
    List<Route> routes = catalogue.routesOf(tools, new InFlight());
    return conductor
        .submit("add tools", () -> catalogue.replace(List.of(), routes))
        .thenCompose(epoch -> conductor.awaitEpoch(epoch).thenApply(all -> epoch));
  }

  /**
   * Grants by other limits and lets others in from now on. Sessions keep what they were granted as
   * they were opened.
   *
   * @return completed with the policy's epoch once every carrier goes by it; exceptionally with
   *     {@link IllegalArgumentException} when a limit differs that sizes buffers or queues
   */
  public CompletableFuture<Long> grant(EngineLimits limits, Access granted) {
    return conductor
        .submit("grant by another policy", () -> policy.replace(limits, granted))
        .thenCompose(epoch -> conductor.awaitPolicy(epoch).thenApply(all -> epoch));
  }

  /**
   * Follows a configuration file from now on: what may change while the engine runs, does.
   *
   * @param started what the file held as the engine was started with it
   * @param log is told, on the conductor's thread, what changed and what was refused
   */
  public void follow(Path file, ConfigFile started, Consumer<String> log) {
    ConfigurationReload reload =
        new ConfigurationReload(
            file,
            started,
            policy,
            next -> access.of(next.auth(), next.rates()),
            this::followOthers,
            text -> {
              base.events().add(LogLevel.NOTICE, "configuration", text);
              log.accept(text);
            });
    conductor
        .submit(
            "follow " + file,
            () -> {
              conductor.every(ConfigurationReload.PERIOD_NS, reload::look);
              return true;
            })
        .join();
  }

  /**
   * Follows the files of certificates from now on: what changes is in force for connections that
   * come later.
   *
   * @param log is told, on the conductor's thread, what was taken over and what was refused
   */
  public void followCertificates(Consumer<String> log) {
    conductor
        .submit(
            "follow certificates",
            () -> {
              conductor.every(
                  ConfigurationReload.PERIOD_NS, () -> carriers.lookAtCertificates(log));
              return true;
            })
        .join();
  }

  /** What is no policy. On the conductor's thread. */
  private void followOthers(EngineConfig config) {
    gateway.ifPresent(joined -> joined.follow(config.upstreams()));
  }

  /** The upstream servers, as they are now; empty for an engine without a gateway. */
  public List<UpstreamInfo> upstreams() {
    return gateway.map(Gateway::list).orElse(List.of());
  }

  /** Installs, swaps and removes plugins while the engine runs. */
  public PluginHost plugins() {
    return plugins;
  }

  /**
   * Steps all agents once: for {@link Mount#INVOKER} only.
   *
   * @return how much was done
   */
  public int doWork() {
    return threads.doWork();
  }

  /**
   * Refuses new calls, waits for those in flight as long as the limits grant, answers the rest with
   * SERVER_STOPPED, closes carriers, tears plugins down. Does nothing the second time.
   */
  @Override
  public void close() {
    if (lifecycle.enter(EnginePhase.DRAINING)) {
      base.events().add(LogLevel.NOTICE, "engine", "stops when its calls are over");
      threads.awaitDrained(openSessions, policy.snapshot().limits().drainNs());
      lifecycle.enter(EnginePhase.STOPPING);
      CloseHelper.closeAll(base.errors(), opened);
      lifecycle.enter(EnginePhase.STOPPED);
    }
  }

  /** The engine's own view, read by any thread. */
  private final class Info implements EngineInfo {
    @Override
    public String engineVersion() {
      return Version.current();
    }

    @Override
    public String serverName() {
      return options.serverName();
    }

    @Override
    public long uptimeNs() {
      return clock.nanoTime() - readyNs;
    }

    @Override
    public List<String> addresses() {
      return carriers.addresses();
    }

    @Override
    public int sessions() {
      return openSessions.get();
    }

    @Override
    public int tools() {
      return catalogue.routes().size();
    }

    @Override
    public long catalogueEpoch() {
      return catalogue.routes().epoch();
    }

    @Override
    public EnginePhase phase() {
      return lifecycle.phase();
    }

    @Override
    public EngineHealth health() {
      EngineHealth health =
          lifecycle.health(
              ingress.stream().map(IngressAgent::report).toList(),
              clock.nanoTime(),
              calls.holdsAllWorkersUp());
      List<String> degraded = new ArrayList<>(plugins.complaints());
      degraded.addAll(calls.complaints());
      gateway.ifPresent(joined -> degraded.addAll(joined.complaints()));
      registryComplaints.get().forEach(each -> degraded.add("registry: " + each));
      return new EngineHealth(health.live(), health.ready(), health.reasons(), degraded);
    }

    @Override
    public Map<String, Long> counters() {
      return base.counters().values();
    }
  }
}

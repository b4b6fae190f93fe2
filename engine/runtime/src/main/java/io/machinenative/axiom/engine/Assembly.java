package io.machinenative.axiom.engine;

import io.machinenative.axiom.api.EngineHealth;
import io.machinenative.axiom.api.EngineInfo;
import io.machinenative.axiom.api.EnginePhase;
import io.machinenative.axiom.api.LogLevel;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.engine.base.BackgroundWork;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.control.AnnouncementBoard;
import io.machinenative.axiom.engine.control.CallWatch;
import io.machinenative.axiom.engine.control.Catalogue;
import io.machinenative.axiom.engine.control.Conductor;
import io.machinenative.axiom.engine.control.Lifecycle;
import io.machinenative.axiom.engine.control.Policy;
import io.machinenative.axiom.engine.control.PublishedState;
import io.machinenative.axiom.engine.control.Visibility;
import io.machinenative.axiom.engine.gateway.Gateway;
import io.machinenative.axiom.engine.gateway.GatewayContext;
import io.machinenative.axiom.engine.gateway.GatewayTools;
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
import io.machinenative.axiom.engine.pipeline.InFlight;
import io.machinenative.axiom.engine.pipeline.IngressAgent;
import io.machinenative.axiom.engine.pipeline.RegistryGate;
import io.machinenative.axiom.engine.pipeline.SessionCensus;
import io.machinenative.axiom.engine.plugin.PluginShelf;
import io.machinenative.axiom.engine.plugin.lent.Lender;
import io.machinenative.axiom.engine.port.QueueDepths;
import io.machinenative.axiom.engine.scheduler.Scheduler;
import io.machinenative.axiom.engine.tool.ToolRunner;
import io.machinenative.axiom.engine.workflow.PipelineOptions;
import io.machinenative.axiom.engine.workflow.PipelineTools;
import io.machinenative.axiom.engine.workflow.Pipelines;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;

/**
 * All parts of an engine, put together: the constructor reads like the picture of a call. Made by
 * the engine's starter; any thread may use what it holds, as each part says.
 */
final class Assembly implements AutoCloseable {
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
  private final Supplier<List<String>> registryComplaints;
  private final Catalogue catalogue;
  private final AccessControl access;
  private final Policy policy;
  private final PublishedState published;
  private final AtomicInteger openSessions = new AtomicInteger();
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

  private Assembly(EngineOptions options, NanoClock clock, Deque<AutoCloseable> opened) {
    this.options = options;
    this.clock = clock;
    this.opened = opened;

    // what outlives it; another server that has the directory is noticed before a file is touched
    Optional<KeptRegistry> records =
        options
            .parts()
            .registry()
            .map(kept -> own(opened, KeptRegistry.open(kept, options.dataDirectory(), notes)));

    // what everything stands on
    base = own(opened, Foundations.open(options));
    background = new BackgroundWork(clock);
    EngineLimits limits = options.limits();
    pool = own(opened, new BufferPool(limits.maxMessageBytes(), limits.poolBytes()));

    // who changes things, and what the data plane reads
    conductor = new Conductor(clock, base.errors());
    catalogue = new Catalogue(limits.maxMessageBytes());
    access =
        new AccessControl(
            options.callers().authenticators(),
            own(opened, AgentThreads.oneByOne(KEY_SETS)),
            SystemEpochClock.INSTANCE,
            clock,
            base.errors(),
            new AuditLog(
                options.dataDirectory().map(data -> data.resolve("audit.log")),
                SystemEpochClock.INSTANCE,
                base.errors()));
    policy = new Policy(limits, access.of(options.callers().auth(), options.callers().rates()));
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
                PluginBudgets.DEFAULTS.drainingFor(options.plugins().drainNs()),
                AgentThreads.oneByOne(PLUGIN_CHANGES),
                AgentThreads::daemon,
                clock,
                background,
                base.counters(),
                base.errors(),
                Version.current(),
                new SettingsFiles(
                    options.plugins().folder(),
                    System.getenv(),
                    options.plugins().configurations())));
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
    RegistryGate registry = served.map(KeptRegistry.Served::gate).orElse(RegistryGate.NONE);
    registryComplaints = served.map(KeptRegistry.Served::complaints).orElse(List::of);
    served.ifPresent(one ->
        plugins.start(
            List.of(one.tools(), new PluginTools(plugins::list, visibility(), Version.current()))));
    plugins.listen(new EventSources(base.events()));
    if (options.parts().observed()) {
      plugins.start(List.of(new ObservationTools(observed(info), Version.current())));
    }
    options.parts().pipelines().ifPresent(kept -> plugins.start(List.of(pipelineTools(kept))));
    gateway = options.parts().upstreams().map(ignored -> openGateway());
    gateway.ifPresent(
        joined -> plugins.start(List.of(new GatewayTools(joined::list, Version.current()))));
    Optional<PluginShelf> shelf =
        options
            .plugins()
            .folder()
            .map(folder ->
                new PluginShelf(folder, options.plugins().trust(), InstantSource.system()));
    shelf.ifPresent(PluginShelf::recover);
    shelf.ifPresent(kept -> plugins.start(List.of(administration(kept))));
    plugins.start(options.brought().plugins());
    plugins.guard();
    catalogue.replace(List.of(), catalogue.routesOf(options.brought().tools(), new InFlight()));

    // who runs them
    scheduler =
        new Scheduler(
            options.threads().workers(),
            limits.laneCapacity(),
            limits.blockingLimit(),
            AgentThreads.virtualThreads(),
            new ToolRunner(base.counters(), base.errors()));
    calls = new CallWatch(plugins.owners(), base.counters(), base.events(), clock);
    calls.watch(scheduler.running(), options.threads().mount() != Mount.DEDICATED);
    conductor.every(CallWatch.PERIOD_NS, calls::look);

    // how calls come in: one ingress agent for each kind of carrier
    carriers =
        own(opened, new Carriers(options, clock, background, base, () -> info, announcements));
    IngressAssembly way =
        new IngressAssembly(
            options,
            clock,
            background,
            base,
            pool,
            published,
            registry,
            scheduler,
            calls,
            carriers,
            openSessions,
            censuses);
    for (Carriers.Kind kind : carriers.kinds()) {
      IngressAgent agent = way.assemble(kind, ingress.size());
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
            new AgentThreads(
                options.threads().mount(),
                options.threads().cpus(),
                clock,
                background,
                base.errors()));
    threads.start(ingress, edge, scheduler.agents(), conductor);
    options
        .plugins()
        .folder()
        .ifPresent(folder ->
            plugins
                .watch(folder, base.pluginCopies(), options.plugins().trust(), shelf.orElseThrow())
                .join());
    gateway.ifPresent(joined -> {
      own(opened, joined).follow(options.parts().upstreams().orElseThrow());
      joined.awaitFirst(FIRST_UPSTREAMS_NS);
    });
    readyNs = clock.nanoTime();
    lifecycle.enter(EnginePhase.READY);
    notes.forEach(note -> base.events().add(LogLevel.WARNING, "engine", note));
    base.events()
        .add(LogLevel.NOTICE, "engine", "ready at " + String.join(" ", carriers.addresses()));
  }

  private Lender lender(EngineInfo info) {
    return new Lender(
        info,
        InstantSource.system(),
        clock,
        AgentThreads::daemon,
        options.plugins().secrets(),
        base::pluginData,
        options.dataDirectory().map(data -> data.resolve("plugin-logs")),
        announcements,
        new EventSources(base.events())::onEntry,
        base.errors());
  }

  private Gateway openGateway() {
    return new Gateway(
        new GatewayContext(
            new HostSlot(plugins, catalogue),
            AgentThreads.named("axiom-upstream-"),
            AgentThreads::daemon,
            clock,
            options.plugins().secrets(),
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
        options.plugins().manage(),
        visibility(),
        base.events(),
        Version.current());
  }

  private static <T extends AutoCloseable> T own(Deque<AutoCloseable> opened, T part) {
    opened.push(part);
    return part;
  }

  /**
   * Starts all: when this returns, calls are taken.
   *
   * @throws RuntimeException when a part fails; those before it are closed
   */
  static Assembly start(EngineOptions options, NanoClock clock) {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      return new Assembly(options, clock, opened);
    } catch (RuntimeException | Error e) {
      CloseHelper.closeAll(e::addSuppressed, opened);
      throw e;
    }
  }

  EngineOptions options() {
    return options;
  }

  BackgroundWork background() {
    return background;
  }

  Foundations base() {
    return base;
  }

  BufferPool pool() {
    return pool;
  }

  Conductor conductor() {
    return conductor;
  }

  Catalogue catalogue() {
    return catalogue;
  }

  AccessControl access() {
    return access;
  }

  Policy policy() {
    return policy;
  }

  PluginHost plugins() {
    return plugins;
  }

  Optional<Gateway> gateway() {
    return gateway;
  }

  Carriers carriers() {
    return carriers;
  }

  AgentThreads threads() {
    return threads;
  }

  /** What was found after an unclean end. */
  List<String> notes() {
    return notes;
  }

  /** What the engine says of itself. */
  EngineInfo info() {
    return new Info();
  }

  /** Stops all: see {@link Engine#close()}. */
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

package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.api.Offer;
import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.PluginConfiguration;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.engine.control.OperationSet;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.pipeline.Gate;
import io.machinenative.axiom.engine.pipeline.InFlight;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.plugin.LinkedTypes;
import io.machinenative.axiom.engine.plugin.LoadedPlugin;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import io.machinenative.axiom.engine.plugin.lent.CheckedConfiguration;
import io.machinenative.axiom.engine.plugin.lent.Leftovers;
import io.machinenative.axiom.engine.plugin.lent.LentContext;
import io.machinenative.axiom.engine.plugin.lent.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One instance of one version of a plugin, from its initialisation to its teardown.
 *
 * <p>Changed on the thread of changes, and on the conductor where that publishes it; its state and
 * figures are read by any thread.
 */
final class PluginVersion {
  private final PluginSource source;
  private final PluginSource.Instance instance;
  private volatile OperatorSettings settings;
  private final Hosting hosting;
  private final LentContext context;
  private final InFlight inFlight;
  private final CallFigures figures;
  private final AtomicReference<PluginState> state = new AtomicReference<>(PluginState.NEW);

  private final AtomicBoolean torn = new AtomicBoolean();
  private final AtomicBoolean trialOver = new AtomicBoolean();

  /** As they are when nothing stands before them. */
  private volatile List<Route> routes = List.of();

  /** As the catalogue made them, before anybody stood between. */
  private List<Route> made = List.of();

  private OperationSet operations;

  /** With a trial behind some; empty when there is none; the conductor's. */
  private List<Route> shared = List.of();

  /** As they are published; the conductor's. */
  private List<Route> published = List.of();

  /** What stands before its tools; null until it is prepared. */
  private volatile CallGuard guard;

  private volatile String sick = "";
  private volatile boolean hangs;

  /**
   * @param settings the operator's
   * @param linked packages of the plugins that it depends on
   * @param services of these
   * @throws RuntimeException when the settings do not fit the manifest's schema, or no instance can
   *     be made
   */
  PluginVersion(
      PluginSource source,
      OperatorSettings settings,
      List<LinkedTypes> linked,
      Services services,
      Hosting hosting) {
    this.source = source;
    this.settings = settings;
    this.hosting = hosting;
    PluginManifest manifest = source.manifest();
    PluginConfiguration configuration = CheckedConfiguration.of(manifest, settings.configuration());
    instance = source.make(linked);
    context = hosting.lender().lend(manifest, configuration, services, instance.classes());
    inFlight = new InFlight(manifest.limits().concurrency());
    figures = new CallFigures(inFlight);
  }

  String id() {
    return manifest().id();
  }

  String version() {
    return manifest().version();
  }

  PluginManifest manifest() {
    return source.manifest();
  }

  PluginSource source() {
    return source;
  }

  OperatorSettings settings() {
    return settings;
  }

  /** Other ones are in force. */
  void settings(OperatorSettings next) {
    settings = next;
  }

  LentContext context() {
    return context;
  }

  ClassLoader classes() {
    return instance.classes();
  }

  InFlight inFlight() {
    return inFlight;
  }

  CallFigures figures() {
    return figures;
  }

  PluginState state() {
    return state.get();
  }

  /** Why it is not well; empty when it is. */
  String sick() {
    return sick;
  }

  void sick(String why) {
    boolean news = !sick.equals(why);
    sick = why;
    if (news) {
      hosting.tellHealth(id(), version(), why);
    }
  }

  /** As they are when nothing but the limit of its calls stands before them. */
  List<Route> routes() {
    return routes;
  }

  /** As callers are to find them while it serves: its routes, or what shares them with a trial. */
  List<Route> openRoutes() {
    return shared.isEmpty() ? routes : shared;
  }

  /**
   * On the conductor.
   *
   * @param withTrial its routes, some of which share their calls with a trial; empty: none do
   */
  void shareRoutes(List<Route> withTrial) {
    shared = withTrial;
  }

  /** Its operations; null until it is prepared. */
  OperationSet operations() {
    return operations;
  }

  /** Whether none of its calls and operations is under way. */
  boolean isIdle() {
    return inFlight.total() == 0 && operations.inFlight() == 0;
  }

  /** As callers find them. */
  List<Route> published() {
    return published;
  }

  void published(List<Route> asPublished) {
    published = asPublished;
  }

  /** Its routes, with nobody let in. */
  List<Route> closedRoutes(String reason, int retryAfterMs) {
    Gate closed = Gate.closed(id(), reason, retryAfterMs);
    return routes.stream().map(route -> route.behind(closed)).toList();
  }

  /**
   * Takes a step.
   *
   * @param why for people; empty when it goes without saying
   * @throws IllegalStateException when {@link PluginState} does not allow it
   */
  void step(PluginState to, String why) {
    PluginState from = state.get();
    if (!from.next().contains(to) || !state.compareAndSet(from, to)) {
      throw Moments.fault(
          toString(), "expected one of " + from.next() + " after " + from + ", got " + to, null);
    }
    hosting.tell(id(), version(), from, to, why);
  }

  /**
   * Initialises and validates it, and makes its tools ready.
   *
   * @throws IllegalStateException when it fails, naming plugin and moment; it is torn down then
   */
  void prepare() {
    step(PluginState.PREPARING, "");
    AtomicReference<List<Tool>> tools = new AtomicReference<>();
    AtomicReference<List<Offer>> offers = new AtomicReference<>();
    AtomicReference<List<Operation>> offered = new AtomicReference<>();
    PluginBudgets budgets = hosting.budgets();
    long initializeNs = budgets.initializeNs();
    Plugin plugin = instance.plugin();
    try {
      hosting
          .moments()
          .run(
              toString(),
              List.of(
                  new Moment("initialize", initializeNs, this::initialize),
                  new Moment("validate", budgets.validateNs(), plugin::validate),
                  new Moment("tools", initializeNs, () -> tools.set(plugin.tools())),
                  new Moment("offers", initializeNs, () -> offers.set(plugin.offers())),
                  new Moment("operations", initializeNs, () -> offered.set(plugin.operations()))));
      made = new ArrayList<>(hosting.catalogue().routesOf(tools.get(), inFlight));
      made.addAll(hosting.catalogue().routesOf(offers.get(), version(), inFlight));
      routes = guarded(made);
      operations = new OperationSet(id(), version(), offered.get());
      step(PluginState.READY, "");
    } catch (RuntimeException e) {
      giveUp(e.getMessage());
      throw e;
    }
  }

  private void initialize() throws Exception {
    instance.plugin().initialize(context);
    context.initialized();
  }

  /** As the settings in force say it; who publishes routes publishes these from now on. */
  void guardAnew() {
    routes = guarded(made);
  }

  /** Counted and, where the operator says so, tried again; behind the limit of its calls. */
  private List<Route> guarded(List<Route> bare) {
    Gate gate = inFlight.limit() == InFlight.UNLIMITED ? null : Gate.open(id());
    CallGuard made = hosting.guardOf(this);
    guard = made;
    return bare.stream()
        .map(route -> route.behind(gate))
        .map(route -> route.handledBy(made.handlers(route)))
        .toList();
  }

  /**
   * Asks it how it is.
   *
   * @throws IllegalStateException when it is not well
   */
  void validate() {
    try {
      hosting
          .moments()
          .run(toString(), "validate", hosting.budgets().validateNs(), instance.plugin()::validate);
    } catch (IllegalStateException e) {
      hangs |= e.getCause() instanceof TimeoutException;
      throw e;
    }
  }

  /** A call of one of its tools goes on that was told to stop. Any thread. */
  void unheeded(String tool) {
    guard.onUnheeded(tool);
  }

  /** Whether a look at its health was abandoned: each further one might cost a thread. */
  boolean hangs() {
    return hangs;
  }

  /**
   * Hands it other settings.
   *
   * @return false when it needs a fresh start for them
   * @throws IllegalStateException when it refuses them; those before are in force again
   */
  boolean reconfigure(PluginConfiguration next) {
    PluginConfiguration before = context.configuration();
    context.configuration(next);
    try {
      boolean taken = reconfigureNow(next);
      if (!taken) {
        context.configuration(before);
      }
      return taken;
    } catch (RuntimeException e) {
      context.configuration(before);
      takeBackConfiguration(before, e);
      throw e;
    }
  }

  private void takeBackConfiguration(PluginConfiguration before, RuntimeException refusal) {
    try {
      reconfigureNow(before);
    } catch (RuntimeException e) {
      refusal.addSuppressed(e);
      sick("plugin " + this + " could not go back to its former settings: " + e.getMessage());
    }
  }

  private boolean reconfigureNow(PluginConfiguration configuration) {
    return hosting
        .moments()
        .call(
            toString(),
            "reconfigure",
            hosting.budgets().initializeNs(),
            () -> instance.plugin().reconfigure(configuration));
  }

  /** Whether this is the first to find that its trial is to end. */
  boolean endsTrial() {
    return trialOver.compareAndSet(false, true);
  }

  /** It never served, and is not to. */
  void giveUp(String why) {
    step(PluginState.FAILED, why);
    tearDown();
  }

  /** Whether none of its operations is under way. */
  boolean runsNoOperation() {
    return operations.inFlight() == 0;
  }

  /** Gives everything back, after its calls are over. */
  void stop() {
    if (state.get() != PluginState.DRAINING) {
      step(PluginState.DRAINING, "");
    }
    tearDown();
    if (state.get() == PluginState.DRAINING) {
      step(PluginState.STOPPED, "");
    }
  }

  /** A fault is recorded; a second time nothing happens. */
  private void tearDown() {
    if (!torn.compareAndSet(false, true)) {
      return;
    }
    try {
      hosting
          .moments()
          .run(toString(), "teardown", hosting.budgets().teardownNs(), instance.plugin()::teardown);
    } catch (RuntimeException e) {
      hosting.errors().onError(e);
    }
    boolean alone = instance.plugin() instanceof LoadedPlugin;
    Leftovers left = context.takeBack(hosting.errors(), alone);
    if (alone) {
      hosting.leftClasses().ended(toString(), instance.classes());
    }
    if (!left.isEmpty()) {
      hosting.counters().increment(EngineCounter.PLUGIN_LEAKS);
      hosting.errors().onError(Moments.fault(toString(), "its teardown left " + left, null));
    }
    letGo();
  }

  /** After the teardown, also when that was abandoned: what still runs of it finds its jar gone. */
  private void letGo() {
    if (instance.plugin() instanceof AutoCloseable loaded) {
      try {
        loaded.close();
      } catch (Exception e) {
        hosting.errors().onError(Moments.fault(toString(), "its jar cannot be closed: " + e, e));
      }
    }
  }

  /** Its figures, for people and programs. */
  Map<String, Long> metrics() {
    return context.metricValues();
  }

  @Override
  public String toString() {
    return manifest().toString();
  }
}

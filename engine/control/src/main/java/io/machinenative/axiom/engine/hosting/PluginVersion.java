package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.engine.control.Catalogue;
import io.machinenative.axiom.engine.control.OperationSet;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.pipeline.InFlight;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.plugin.DescribedPlugin;
import io.machinenative.axiom.engine.plugin.LoadedPlugin;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import io.machinenative.axiom.engine.plugin.lent.CheckedConfiguration;
import io.machinenative.axiom.engine.plugin.lent.Leftovers;
import io.machinenative.axiom.engine.plugin.lent.Lender;
import io.machinenative.axiom.engine.plugin.lent.LentContext;
import io.machinenative.axiom.engine.plugin.lent.Services;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;

/**
 * One version of one plugin, from its initialisation to its teardown. Its code runs on threads of
 * its own, so that one which loops or waits holds nobody up.
 *
 * <p>Used by one thread at a time.
 */
final class PluginVersion {
  private final Plugin plugin;
  private final PluginBudgets budgets;
  private final ThreadFactory threads;
  private final NanoClock clock;
  private final EngineCounters counters;
  private final ErrorHandler errors;
  private final Lender lender;
  private final PluginManifest manifest;
  private final ClassLoader classes;
  private final InFlight inFlight = new InFlight();
  private final AtomicBoolean torn = new AtomicBoolean();
  private List<Route> routes = List.of();
  private OperationSet operations;
  private boolean published;

  /** Null until it is lent. */
  private LentContext context;

  PluginVersion(
      Plugin given,
      Lender lender,
      PluginBudgets budgets,
      ThreadFactory threads,
      NanoClock clock,
      EngineCounters counters,
      ErrorHandler errors) {
    if (given instanceof LoadedPlugin loaded) {
      plugin = loaded;
      manifest = loaded.manifest();
      classes = loaded.classes();
    } else {
      DescribedPlugin described = DescribedPlugin.of(given);
      plugin = described;
      manifest = described.manifest();
      classes = given.getClass().getClassLoader();
    }
    this.lender = lender;
    this.budgets = budgets;
    this.threads = threads;
    this.clock = clock;
    this.counters = counters;
    this.errors = errors;
  }

  String id() {
    return plugin.id();
  }

  String version() {
    return plugin.version();
  }

  List<Route> routes() {
    return routes;
  }

  /** Its operations; null until it is prepared. */
  OperationSet operations() {
    return operations;
  }

  /** Whether none of its calls and operations is under way. */
  boolean isIdle() {
    return inFlight.total() == 0 && operations.inFlight() == 0;
  }

  /** Whether calls may have reached it. */
  boolean isPublished() {
    return published;
  }

  void published() {
    published = true;
  }

  InFlight inFlight() {
    return inFlight;
  }

  /**
   * Initialises and validates it, and makes its tools ready.
   *
   * @throws IllegalStateException when it fails, naming plugin and moment; it is torn down then
   */
  void prepare(Catalogue catalogue) {
    try {
      LentContext lent =
          lender.lend(
              manifest, CheckedConfiguration.of(manifest, Map.of()), Services.NONE, classes);
      context = lent;
      within(
          "initialize",
          budgets.initializeNs(),
          () -> {
            plugin.initialize(lent);
            return null;
          });
      lent.initialized();
      within(
          "validate",
          budgets.validateNs(),
          () -> {
            plugin.validate();
            return null;
          });
      List<Tool> tools = within("tools", budgets.initializeNs(), plugin::tools);
      routes = catalogue.routesOf(tools, inFlight);
      List<Operation> offered = within("operations", budgets.initializeNs(), plugin::operations);
      operations = new OperationSet(id(), version(), offered);
    } catch (RuntimeException e) {
      tearDown();
      throw e;
    }
  }

  /** Gives everything back. A fault is recorded; a second call does nothing. */
  void tearDown() {
    if (torn.compareAndSet(false, true)) {
      try {
        within(
            "teardown",
            budgets.teardownNs(),
            () -> {
              plugin.teardown();
              return null;
            });
      } catch (RuntimeException e) {
        errors.onError(e);
      }
      takeBack();
      letGo();
    }
  }

  private void takeBack() {
    Leftovers left = context == null ? null : context.takeBack(errors);
    if (left != null && !left.isEmpty()) {
      counters.increment(EngineCounter.PLUGIN_LEAKS);
      errors.onError(fault("it left " + left + " at its teardown", null));
    }
  }

  /** After the teardown, also when that was abandoned: what still runs of it finds its jar gone. */
  private void letGo() {
    if (plugin instanceof AutoCloseable loaded) {
      try {
        loaded.close();
      } catch (Exception e) {
        errors.onError(fault("its jar cannot be closed: " + e, e));
      }
    }
  }

  private <T> T within(String moment, long budgetNs, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = threads.newThread(task);
    thread.setName("plugin-" + plugin.id() + "-" + moment);
    long beganNs = clock.nanoTime();
    thread.start();
    try {
      T result = task.get(budgetNs * PluginBudgets.ABANDON, TimeUnit.NANOSECONDS);
      long tookNs = clock.nanoTime() - beganNs;
      if (tookNs > budgetNs) {
        counters.increment(EngineCounter.PLUGIN_OVERRUNS);
      }
      return result;
    } catch (ExecutionException e) {
      throw fault(moment + " failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      thread.interrupt();
      throw fault(
          moment
              + " is abandoned: expected its end within "
              + millis(budgetNs)
              + ", not there after "
              + millis(budgetNs * PluginBudgets.ABANDON),
          e);
    } catch (InterruptedException e) {
      thread.interrupt(); // it goes with who waits for it
      Thread.currentThread().interrupt();
      throw fault(moment + " was interrupted", e);
    }
  }

  private IllegalStateException fault(String what, Throwable cause) {
    return new IllegalStateException(
        "plugin " + plugin.id() + " " + plugin.version() + ": " + what, cause);
  }

  private static String millis(long ns) {
    return TimeUnit.NANOSECONDS.toMillis(ns) + " ms";
  }
}

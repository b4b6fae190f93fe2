package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.engine.control.Catalogue;
import io.machinenative.axiom.engine.control.Conductor;
import io.machinenative.axiom.engine.control.OperationSet;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.plugin.lent.Lender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;

/**
 * Brings plugins up, puts versions in the place of others while calls go on, and takes plugins
 * down.
 *
 * <pre>
 *   initialise and validate the new one ─▶ publish epoch e ─▶ every agent runs e
 *        └ fails: the old one serves on         ─▶ no call of the old one in flight ─▶ teardown
 * </pre>
 *
 * <p>A call sees one version from its beginning to its end, and none fails because of a change.
 * Changes happen one after the other, on a thread of this host; which versions serve is the
 * conductor's to say.
 */
public final class PluginHost implements AutoCloseable {
  /** What waits for the conductor ends when that has stopped; a teardown may be under way. */
  private static final long CHANGES_END_NS = 2_000_000_000L;

  /** Whether another version of the plugin must serve, must not, or may. */
  private enum Place {
    FREE,
    TAKEN,
    ANY
  }

  /** Who was replaced, null for nobody, and the epoch from which on it is so. */
  private record Served(PluginVersion old, long epoch) {}

  private final Lender lender;
  private final Catalogue catalogue;
  private final Conductor conductor;
  private final PluginBudgets budgets;
  private final ThreadFactory threads;
  private final NanoClock clock;
  private final EngineCounters counters;
  private final ErrorHandler errors;
  private final ExecutorService changes;

  /** By id, in the order in which they came; the conductor's. */
  private final Map<String, PluginVersion> serving = new LinkedHashMap<>();

  /** Replaced or removed, and not torn down yet; the conductor's. */
  private final List<PluginVersion> retiring = new ArrayList<>();

  /**
   * @param changes runs one change at a time; shut down when this is closed
   * @param threads makes daemon threads, one for each moment of a plugin
   */
  public PluginHost(
      Lender lender,
      Catalogue catalogue,
      Conductor conductor,
      PluginBudgets budgets,
      ExecutorService changes,
      ThreadFactory threads,
      NanoClock clock,
      EngineCounters counters,
      ErrorHandler errors) {
    this.lender = lender;
    this.catalogue = catalogue;
    this.conductor = conductor;
    this.budgets = budgets;
    this.threads = threads;
    this.clock = clock;
    this.changes = changes;
    this.counters = counters;
    this.errors = errors;
  }

  /**
   * Brings plugins up in order. By the engine's starter, before the conductor runs.
   *
   * @throws RuntimeException when one fails, naming it; those before it stay until this is closed
   */
  public void start(List<Plugin> plugins) {
    for (Plugin plugin : plugins) {
      PluginVersion version =
          new PluginVersion(plugin, lender, budgets, threads, clock, counters, errors);
      version.prepare(catalogue);
      try {
        serve(version, Place.FREE);
      } catch (RuntimeException e) {
        version.tearDown();
        throw e;
      }
    }
  }

  /**
   * Adds a plugin while the engine runs.
   *
   * @return completed when every carrier serves its tools; exceptionally when it fails or its id,
   *     or a tool's name, is taken
   */
  public CompletableFuture<PluginSwap> install(Plugin plugin) {
    return change(() -> bring(plugin, Place.FREE));
  }

  /**
   * Puts a plugin in the place of the version that has its id.
   *
   * @return completed when the old version is torn down; exceptionally when the new one fails, and
   *     the old one serves on
   */
  public CompletableFuture<PluginSwap> swap(Plugin next) {
    return change(() -> bring(next, Place.TAKEN));
  }

  /** Takes a plugin out. */
  public CompletableFuture<PluginSwap> remove(String id) {
    return change(() -> removeNow(id));
  }

  /**
   * Keeps the plugins as the jars of a folder are, from now on. After the conductor has begun.
   *
   * @param copies a folder for private copies; nobody else writes there
   * @return completed when every jar that is there now was tried
   * @throws IllegalArgumentException when it is no folder
   */
  public CompletableFuture<Void> watch(Path jars, Path copies) {
    if (!Files.isDirectory(jars)) {
      throw new IllegalArgumentException("plugins: expected a folder, got " + jars);
    }
    PluginFolder folder = new PluginFolder(jars, copies, this, errors);
    AtomicBoolean scanning = new AtomicBoolean();
    return CompletableFuture.runAsync(folder::start, changes)
        .thenCompose(started ->
            conductor.submit(
                "watch " + jars,
                () -> {
                  conductor.every(PluginFolder.PERIOD_NS, () -> scan(folder, scanning));
                  return null;
                }));
  }

  /** Off the conductor's thread, for a disk may be slow; one scan at a time. */
  private void scan(PluginFolder folder, AtomicBoolean scanning) {
    if (scanning.compareAndSet(false, true)) {
      CompletableFuture.runAsync(folder::scan, changes)
          .whenComplete((done, failure) -> {
            scanning.set(false);
            if (failure != null) {
              errors.onError(failure);
            }
          });
    }
  }

  /** On the thread of changes. */
  PluginSwap removeNow(String id) {
    Served served = conductor.submit("remove " + id, () -> replace(known(id), null)).join();
    return finish(id, served, "", 0);
  }

  /** On the thread of changes: in the place of the version that has the id, if there is one. */
  PluginSwap deployNow(Plugin plugin) {
    return bring(plugin, Place.ANY);
  }

  private CompletableFuture<PluginSwap> change(Supplier<PluginSwap> work) {
    return CompletableFuture.supplyAsync(work, changes);
  }

  private PluginSwap bring(Plugin plugin, Place place) {
    long beganNs = clock.nanoTime();
    PluginVersion next =
        new PluginVersion(plugin, lender, budgets, threads, clock, counters, errors);
    next.prepare(catalogue);
    long prepareNs = clock.nanoTime() - beganNs;
    Served served;
    try {
      served =
          conductor
              .submit("serve " + plugin.id() + " " + plugin.version(), () -> serve(next, place))
              .join();
    } catch (RuntimeException e) {
      if (!next.isPublished()) {
        next.tearDown();
      }
      throw e;
    }
    return finish(plugin.id(), served, plugin.version(), prepareNs);
  }

  /** On the conductor: everybody's calls go to this version from here on. */
  private Served serve(PluginVersion next, Place place) {
    PluginVersion old = serving.get(next.id());
    if (place == Place.TAKEN) {
      known(next.id());
    } else if (place == Place.FREE && old != null) {
      throw new IllegalStateException(
          "plugin " + next.id() + " is there already, in version " + old.version());
    }
    return replace(old, next);
  }

  private void awaitChanges() {
    try {
      if (!changes.awaitTermination(CHANGES_END_NS, TimeUnit.NANOSECONDS)) {
        errors.onError(new IllegalStateException("a change of plugins does not end"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private PluginVersion known(String id) {
    PluginVersion version = serving.get(id);
    if (version == null) {
      throw new IllegalStateException("expected one of " + serving.keySet() + ", actual " + id);
    }
    return version;
  }

  private Served replace(PluginVersion old, PluginVersion next) {
    List<Route> gone = old == null ? List.of() : old.routes();
    List<Route> come = next == null ? List.of() : next.routes();
    OperationSet goneOperations = old == null ? null : old.operations();
    OperationSet comeOperations = next == null ? null : next.operations();
    catalogue.operations().check(goneOperations, comeOperations);
    long epoch = catalogue.replace(gone, come);
    catalogue.operations().replace(goneOperations, comeOperations);
    if (old != null) {
      retiring.add(old);
    }
    if (next == null) {
      serving.remove(old.id());
    } else {
      next.published();
      serving.put(next.id(), next);
    }
    return new Served(old, epoch);
  }

  /** Waits for the data plane, then takes the old version down. */
  private PluginSwap finish(String id, Served served, String to, long prepareNs) {
    PluginVersion old = served.old();
    long publishedNs = clock.nanoTime();
    conductor.awaitEpoch(served.epoch()).join();
    long switchedNs = clock.nanoTime();
    boolean drained = true;
    long drainedNs = switchedNs;
    if (old != null) {
      drained =
          conductor
              .await(
                  "the calls of " + id + " " + old.version() + " are over",
                  old::isIdle,
                  budgets.drainNs())
              .join();
      drainedNs = clock.nanoTime();
      old.tearDown();
      conductor.submit("forget " + id, () -> retiring.remove(old)).join();
    }
    return new PluginSwap(
        id,
        old == null ? "" : old.version(),
        to,
        served.epoch(),
        prepareNs,
        switchedNs - publishedNs,
        drainedNs - switchedNs,
        clock.nanoTime() - drainedNs,
        drained);
  }

  /** Takes all down, the last one first. After the conductor has stopped. */
  @Override
  public void close() {
    changes.shutdown();
    awaitChanges();
    retiring.forEach(PluginVersion::tearDown);
    serving.values().stream().toList().reversed().forEach(PluginVersion::tearDown);
  }
}

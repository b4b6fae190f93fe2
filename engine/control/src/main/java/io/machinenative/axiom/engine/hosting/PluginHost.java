package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.engine.base.BackgroundWork;
import io.machinenative.axiom.engine.control.CallWatch;
import io.machinenative.axiom.engine.control.Catalogue;
import io.machinenative.axiom.engine.control.Conductor;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.plugin.PluginFile;
import io.machinenative.axiom.engine.plugin.PluginShelf;
import io.machinenative.axiom.engine.plugin.TrustedKeys;
import io.machinenative.axiom.engine.plugin.lent.Lender;
import io.machinenative.axiom.engine.plugin.lent.PluginLog;
import io.machinenative.axiom.engine.registry.model.SemanticVersion;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
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
 * Every method may be called by any thread; changes happen one after the other, on a thread of this
 * host.
 */
public final class PluginHost implements AutoCloseable {
  /** What waits for the conductor ends when that has stopped; a teardown may be under way. */
  private static final long CHANGES_END_NS = 2_000_000_000L;

  private final Hosting hosting;
  private final Changes changes;
  private final Trials trials;
  private final Upkeep upkeep;
  private final Reconfiguration reconfiguration;
  private final ExecutorService executor;

  /** The folder that is watched; null before there is one. */
  private volatile WatchedFolder watched;

  /**
   * @param executor runs one change at a time; shut down when this is closed
   * @param threads makes daemon threads, one for each moment of a plugin
   * @param background is told of every change
   * @param engineVersion semantic version that manifests may ask for
   * @param settings what the operator says of each plugin
   */
  public PluginHost(
      Lender lender,
      Catalogue catalogue,
      Conductor conductor,
      PluginBudgets budgets,
      ExecutorService executor,
      ThreadFactory threads,
      NanoClock clock,
      BackgroundWork background,
      EngineCounters counters,
      ErrorHandler errors,
      String engineVersion,
      SettingsSource settings) {
    hosting =
        new Hosting(
            lender,
            catalogue,
            conductor,
            budgets,
            new Moments(threads, clock, counters),
            clock,
            background,
            counters,
            errors,
            SemanticVersion.of(engineVersion),
            settings);
    this.executor = executor;
    changes = new Changes(hosting);
    trials = new Trials(hosting, changes);
    upkeep = new Upkeep(hosting, changes, trials, this::rollbackNow, executor);
    reconfiguration = new Reconfiguration(hosting, changes);
  }

  /**
   * Brings plugins up, each after what it depends on. By the engine's starter, before the conductor
   * runs.
   *
   * @throws RuntimeException when one fails, naming it; none of them serves then
   */
  public void start(List<Plugin> plugins) {
    Map<String, PluginSource> sources = new LinkedHashMap<>();
    for (Plugin plugin : plugins) {
      if (changes.serving().versions().containsKey(plugin.id())
          || sources.put(plugin.id(), PluginSource.of(plugin)) != null) {
        throw new IllegalArgumentException("plugin " + plugin.id() + " is there already");
      }
    }
    changes.start(sources);
  }

  /** Looks after what serves, from now on. By the starter, before the conductor runs. */
  public void guard() {
    upkeep.begin();
  }

  /** For tests at any time. */
  void lookForClasses() {
    upkeep.lookForClasses();
  }

  /** What it shares with its parts, for tests. */
  Hosting hosting() {
    return hosting;
  }

  /** Tells somebody of every step in the life of every plugin, from now on. */
  public void listen(PluginListener listener) {
    hosting.listen(listener);
  }

  /**
   * Adds a plugin while the engine runs.
   *
   * @return completed when every carrier serves its tools; exceptionally when it fails or its id,
   *     or a tool's name, is taken
   */
  public CompletableFuture<PluginSwap> install(Plugin plugin) {
    return change(() -> {
      requireFree(plugin.id());
      return changes.bring(PluginSource.of(plugin));
    });
  }

  /** As {@link #install(Plugin)}; the file is owned by this host from now on. */
  public CompletableFuture<PluginSwap> install(PluginFile file) {
    return change(() -> {
      requireFree(file.manifest().id());
      return changes.bring(PluginSource.of(file));
    });
  }

  private void requireFree(String id) {
    PluginVersion old = changes.serving().versions().get(id);
    if (old != null) {
      throw new IllegalStateException(
          "plugin " + id + " is there already, in version " + old.version());
    }
  }

  /**
   * Puts a plugin in the place of the version that has its id; who depends on it follows.
   *
   * @return completed when the old version is torn down; exceptionally when the new one fails, and
   *     the old one serves on
   */
  public CompletableFuture<PluginSwap> swap(Plugin next) {
    return change(() -> {
      changes.serving().known(next.id());
      return changes.bring(PluginSource.of(next));
    });
  }

  /** As {@link #swap(Plugin)}; the file is owned by this host from now on. */
  public CompletableFuture<PluginSwap> swap(PluginFile file) {
    return change(() -> {
      changes.serving().known(file.manifest().id());
      return changes.bring(PluginSource.of(file));
    });
  }

  /**
   * Takes a plugin out.
   *
   * @return completed when it is torn down; exceptionally when it is not there, or another one
   *     cannot do without it
   */
  public CompletableFuture<PluginSwap> remove(String id) {
    return change(() -> changes.remove(id));
  }

  /**
   * Puts the version back that served before this one, in the folder too where it came from there.
   *
   * @return exceptionally when there was none, or it was an object, which serves once
   */
  public CompletableFuture<PluginSwap> rollback(String id) {
    return change(() -> rollbackNow(id));
  }

  private PluginSwap rollbackNow(String id) {
    PluginVersion now = changes.serving().known(id);
    PluginSource previous = changes.previous(id);
    if (previous == null) {
      throw new IllegalStateException(
          "plugin "
              + now
              + ": expected a version that served before and was a file, there is none");
    }
    PluginSource gone = now.source();
    PluginSwap done = changes.bring(previous);
    if (watched != null) {
      gone.asFile()
          .ifPresent(
              file -> previous.asFile().ifPresent(back -> watched.folder().wentBack(file, back)));
    }
    return done;
  }

  /** Lets a new version take a share of the calls, until it is promoted or aborted. */
  public CompletableFuture<PluginSwap> trial(Plugin next, TrialShare share) {
    return change(() -> trials.begin(PluginSource.of(next), share));
  }

  /** As {@link #trial(Plugin, TrialShare)}; the file is owned by this host from now on. */
  public CompletableFuture<PluginSwap> trial(PluginFile file, TrialShare share) {
    return change(() -> trials.begin(PluginSource.of(file), share));
  }

  /**
   * As {@link #trial(Plugin, TrialShare)}, of a jar that takes the place of the one in the folder
   * that is watched when it is promoted.
   *
   * @param jar copied, with the signature beside it
   */
  public CompletableFuture<PluginSwap> trial(Path jar, TrialShare share) {
    return change(() -> {
      if (watched == null) {
        throw new IllegalStateException("expected a folder of plugins, none is watched");
      }
      return trials.begin(PluginSource.of(watched.folder().openTrial(jar)), share);
    });
  }

  /**
   * Lets the version that is on trial serve, in the place of the other, also in the folder where it
   * is of there.
   */
  public CompletableFuture<PluginSwap> promote(String id) {
    return change(() -> {
      Optional<PluginFile> file = trials.fileOf(id);
      PluginSwap done = trials.promote(id);
      if (watched != null) {
        file.ifPresent(watched.folder()::promoted);
      }
      return done;
    });
  }

  /** Takes the version that is on trial back. */
  public CompletableFuture<PluginSwap> abort(String id) {
    return change(() -> trials.abort(id));
  }

  /** Puts a plugin back that was taken out because it failed. */
  public CompletableFuture<Void> resume(String id) {
    return CompletableFuture.runAsync(() -> upkeep.resume(id), executor);
  }

  /**
   * Reads the operator's settings of a plugin again, and puts them in force.
   *
   * @return whether they were other ones; exceptionally when they do not fit or the plugin refuses
   *     them, and those before stay in force
   */
  public CompletableFuture<Boolean> reconfigure(String id) {
    return CompletableFuture.supplyAsync(() -> reconfiguration.apply(id), executor);
  }

  /** What there is to know of every version that serves or is on trial, in the order of start. */
  public List<PluginInfo> list() {
    List<PluginInfo> list = new ArrayList<>();
    Serving serving = changes.serving();
    serving
        .versions()
        .values()
        .forEach(version -> {
          list.add(PluginInfo.of(version, changes.previous(version.id())));
          PluginVersion trial = serving.trials().get(version.id());
          if (trial != null) {
            list.add(PluginInfo.of(trial, null));
          }
        });
    changes.draining().forEach(version -> list.add(PluginInfo.of(version, null)));
    return list;
  }

  /** What is not well, for people; empty when all is. */
  public List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    for (PluginInfo plugin : list()) {
      if (plugin.state() == PluginState.QUARANTINED) {
        complaints.add("plugin " + plugin.id() + " is taken out, since it kept failing");
      }
      if (!plugin.sick().isEmpty()) {
        complaints.add(plugin.sick());
      }
    }
    complaints.addAll(hosting.leftClasses().complaints());
    return complaints;
  }

  /** Whose a tool is that serves, is on trial, or is being replaced. */
  public CallWatch.Owners owners() {
    return new ToolOwners(changes);
  }

  /**
   * Keeps the plugins as the jars of a folder are, from now on. After the conductor has begun.
   *
   * @param copies a folder for private copies; nobody but this server writes there
   * @param trust whose jars may be loaded
   * @param shelf the same folder, to change it: a version that is taken back goes there too
   * @return completed when every jar that is there now was tried
   * @throws IllegalArgumentException when it is no folder
   */
  public CompletableFuture<Void> watch(
      Path jars, Path copies, TrustedKeys trust, PluginShelf shelf) {
    if (!Files.isDirectory(jars)) {
      throw new IllegalArgumentException("plugins: expected a folder, got " + jars);
    }
    WatchedFolder folder =
        new WatchedFolder(hosting, changes, reconfiguration, jars, copies, trust, shelf, executor);
    watched = folder;
    return folder.begin();
  }

  /**
   * Looks at the folder of plugins now.
   *
   * @return what was found wrong with what has changed; empty when all of it serves
   */
  public CompletableFuture<List<String>> rescan() {
    return CompletableFuture.supplyAsync(
        () -> watched == null ? List.of() : watched.look(), executor);
  }

  /**
   * The classes of the version that serves, to prove that they go when it is gone.
   *
   * @throws IllegalStateException when there is none
   */
  public WeakReference<ClassLoader> classesOf(String id) {
    return new WeakReference<>(changes.serving().known(id).classes());
  }

  /** What a plugin has logged, the oldest first. */
  public List<PluginLog.Entry> log(String id) {
    return hosting.lender().logged(id);
  }

  private CompletableFuture<PluginSwap> change(Supplier<PluginSwap> work) {
    return CompletableFuture.supplyAsync(work, executor);
  }

  /** Takes all down, the last one first. After the conductor has stopped. */
  @Override
  public void close() {
    executor.shutdown();
    awaitChanges();
    changes.close();
  }

  private void awaitChanges() {
    try {
      if (!executor.awaitTermination(CHANGES_END_NS, TimeUnit.NANOSECONDS)) {
        hosting.errors().onError(new IllegalStateException("a change of plugins does not end"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

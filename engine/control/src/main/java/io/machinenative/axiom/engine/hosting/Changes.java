package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.base.BackgroundWork;
import io.machinenative.axiom.engine.control.Conductor;
import io.machinenative.axiom.engine.plugin.PluginException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes changes, one after the other, and knows what serves. Changes come on one thread at a time;
 * what serves is read by any.
 */
final class Changes {
  /** Operations that take no longer are awaited; for others the change is over, and they go on. */
  private static final long OPERATIONS_NS = 1_000_000_000L;

  private final Hosting hosting;
  private volatile Serving serving = Serving.NOBODY;

  /** Replaced or removed, and not torn down yet. */
  private final ConcurrentLinkedQueue<PluginVersion> retiring = new ConcurrentLinkedQueue<>();

  /**
   * Some of those: replaced or removed together, while operations of pipelines ran in one of them.
   * They live on, with what they depend on, until these end.
   */
  private final ConcurrentLinkedQueue<List<PluginVersion>> lingering =
      new ConcurrentLinkedQueue<>();

  /** Whether somebody has been told that some of them can be torn down. */
  private final AtomicBoolean ending = new AtomicBoolean();

  /** By id: what served before what serves now, to go back to. */
  private final Map<String, PluginSource> previous = new ConcurrentHashMap<>();

  Changes(Hosting hosting) {
    this.hosting = hosting;
  }

  /** Says that a core is wanted for some milliseconds, until this is closed. */
  BackgroundWork.Work begin() {
    return hosting.background().begin();
  }

  Serving serving() {
    return serving;
  }

  /** On the conductor. */
  void serving(Serving now) {
    serving = now;
  }

  /** What served before; null when nothing did, or it cannot be started anew. */
  PluginSource previous(String id) {
    PluginSource source = previous.get(id);
    return source != null && source.renewable() ? source : null;
  }

  /** By the engine's starter, before the conductor runs. */
  void start(Map<String, PluginSource> bring) {
    Change change = new Change(hosting, serving, bring, Map.of(), Set.of());
    change.prepare();
    try {
      change.publish();
    } catch (RuntimeException e) {
      change.giveUp(e.getMessage());
      throw e;
    }
    serving = change.after();
  }

  /**
   * Finds out whether a plugin fits, before any code of it runs.
   *
   * @throws RuntimeException saying why not
   */
  void resolve(PluginSource source) {
    resolve(Map.of(source.manifest().id(), source));
  }

  private void resolve(Map<String, PluginSource> bring) {
    Change fits = new Change(hosting, serving, bring, Map.of(), Set.of());
    assert fits.come().isEmpty();
  }

  /** Whether plugins fit that come together. */
  boolean resolves(Map<String, PluginSource> bring) {
    try {
      resolve(bring);
      return true;
    } catch (PluginException | IllegalStateException _) {
      return false; // each was told why it does not fit alone
    }
  }

  /** Brings one plugin, in the place of the version that has its id if there is one. */
  PluginSwap bring(PluginSource source) {
    String id = source.manifest().id();
    try {
      return run(id, Map.of(id, source), Map.of(), Set.of());
    } catch (RuntimeException e) {
      dispose(List.of(source));
      throw e;
    }
  }

  PluginSwap remove(String id) {
    serving.known(id);
    return run(id, Map.of(), Map.of(), Set.of(id));
  }

  /**
   * Makes a change.
   *
   * @param id of the plugin that it is about
   * @throws RuntimeException when it is refused or fails; what served serves on then
   */
  PluginSwap run(
      String id,
      Map<String, PluginSource> bring,
      Map<String, PluginVersion> ready,
      Set<String> remove) {
    try (BackgroundWork.Work _ = begin()) {
      return runNow(id, bring, ready, remove);
    }
  }

  private PluginSwap runNow(
      String id,
      Map<String, PluginSource> bring,
      Map<String, PluginVersion> ready,
      Set<String> remove) {
    long beganNs = hosting.clock().nanoTime();
    Change change = new Change(hosting, serving, bring, ready, remove);
    change.prepare();
    long preparedNs = hosting.clock().nanoTime();
    long epoch = publish(id, change);
    List<PluginVersion> old = change.old();
    long publishedNs = hosting.clock().nanoTime();
    hosting.conductor().awaitEpoch(epoch).join();
    long switchedNs = hosting.clock().nanoTime();
    boolean drained = drain(old);
    long drainedNs = hosting.clock().nanoTime();
    end(old);
    long stoppedNs = hosting.clock().nanoTime();
    keep(change);
    List<String> followers =
        change.come().stream().map(PluginVersion::id).filter(other -> !other.equals(id)).toList();
    return new PluginSwap(
        id,
        versionIn(old, id),
        versionIn(change.come(), id),
        followers,
        epoch,
        preparedNs - beganNs,
        switchedNs - publishedNs,
        drainedNs - switchedNs,
        stoppedNs - drainedNs,
        drained);
  }

  private long publish(String id, Change change) {
    try {
      return hosting
          .conductor()
          .submit(
              "serve " + id,
              () -> {
                long epoch = change.publish();
                retiring.addAll(change.old());
                serving = change.after();
                return epoch;
              })
          .join();
    } catch (RuntimeException e) {
      change.giveUp("it could not be served: " + e.getMessage());
      throw e;
    }
  }

  private static String versionIn(List<PluginVersion> versions, String id) {
    return versions.stream()
        .filter(version -> version.id().equals(id))
        .map(PluginVersion::version)
        .findFirst()
        .orElse("");
  }

  /**
   * Waits until no call of these is in flight, and for operations of pipelines a moment.
   *
   * @return false when some calls or operations go on
   */
  boolean drain(List<PluginVersion> versions) {
    if (versions.isEmpty()) {
      return true;
    }
    Conductor conductor = hosting.conductor();
    long beganNs = conductor.nanoTime();
    return conductor
            .await(
                "the calls of " + versions + " are over",
                () ->
                    versions.stream().allMatch(version -> version.inFlight().total() == 0)
                        && (conductor.nanoTime() - beganNs >= OPERATIONS_NS
                            || versions.stream().allMatch(PluginVersion::runsNoOperation)),
                hosting.budgets().drainNs())
            .join()
        && versions.stream().allMatch(PluginVersion::runsNoOperation);
  }

  /** Tears down what is drained; what operations of pipelines run in is left until they end. */
  void end(List<PluginVersion> versions) {
    if (versions.stream().allMatch(PluginVersion::runsNoOperation)) {
      stop(versions);
    } else {
      lingering.add(versions);
    }
  }

  /** Whether {@link #endLingering} is to be called; true once until it was. Any thread. */
  boolean lingeringEnds() {
    if (lingering.isEmpty()) {
      return false; // without an iterator
    }
    for (List<PluginVersion> versions : lingering) {
      if (operationsAreOver(versions)) {
        return ending.compareAndSet(false, true);
      }
    }
    return false;
  }

  private static boolean operationsAreOver(List<PluginVersion> versions) {
    for (int i = 0; i < versions.size(); i++) {
      if (!versions.get(i).runsNoOperation()) {
        return false;
      }
    }
    return true;
  }

  /** Tears those down whose last operation has ended. */
  void endLingering() {
    ending.set(false);
    for (List<PluginVersion> versions : lingering) {
      if (operationsAreOver(versions)) {
        lingering.remove(versions);
        stop(versions);
        dispose(versions.stream().map(PluginVersion::source).toList());
      }
    }
  }

  /** Replaced or removed, and not torn down yet. Any thread. */
  List<PluginVersion> draining() {
    return retiring.stream().filter(version -> version.state() == PluginState.DRAINING).toList();
  }

  /** All whose code may run. Any thread. */
  List<PluginVersion> all() {
    Serving now = serving;
    List<PluginVersion> all = new ArrayList<>(now.versions().values());
    all.addAll(now.trials().values());
    all.addAll(retiring);
    return all;
  }

  /** Tears down, who depends on others first. */
  void stop(List<PluginVersion> versions) {
    for (PluginVersion version : versions.reversed()) {
      version.stop();
      retiring.remove(version);
    }
  }

  /** To be torn down when the engine ends before that. */
  void retire(PluginVersion version) {
    retiring.add(version);
  }

  /** Keeps what served before, lets go of what served before that. */
  private void keep(Change change) {
    Map<String, PluginSource> now = new HashMap<>();
    change.come().forEach(version -> now.put(version.id(), version.source()));
    List<PluginSource> gone = new ArrayList<>();
    for (PluginVersion old : change.old()) {
      PluginSource next = now.get(old.id());
      PluginSource older;
      if (next == null) {
        gone.add(old.source());
        older = previous.remove(old.id());
      } else if (next.equals(old.source())) {
        older = null; // started anew from the same file
      } else {
        older = previous.put(old.id(), old.source());
      }
      if (older != null && !older.equals(next)) {
        gone.add(older);
      }
    }
    dispose(gone);
  }

  /** Nobody will ask for these again. */
  void dispose(List<PluginSource> sources) {
    for (PluginSource source : sources) {
      boolean used =
          serving.versions().values().stream().anyMatch(v -> v.source().equals(source))
              || serving.trials().values().stream().anyMatch(v -> v.source().equals(source))
              || retiring.stream().anyMatch(v -> v.source().equals(source))
              || previous.containsValue(source);
      if (!used) {
        close(source);
      }
    }
  }

  private void close(PluginSource source) {
    try {
      source.close();
    } catch (IOException e) {
      hosting.errors().onError(e);
    }
  }

  /** Takes all down, who depends on others first. After the conductor has stopped. */
  void close() {
    List<PluginVersion> old = List.copyOf(retiring);
    stop(old);
    List<PluginVersion> all = new ArrayList<>(serving.versions().values());
    all.addAll(serving.trials().values());
    stop(all);
    Set<PluginSource> sources = new LinkedHashSet<>(previous.values());
    all.forEach(version -> sources.add(version.source()));
    old.forEach(version -> sources.add(version.source()));
    sources.forEach(this::close);
    serving = Serving.NOBODY;
  }
}

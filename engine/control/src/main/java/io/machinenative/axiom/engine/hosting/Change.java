package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.control.OperationCatalogue;
import io.machinenative.axiom.engine.control.OperationSet;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.plugin.LinkedTypes;
import io.machinenative.axiom.engine.plugin.PluginDependency;
import io.machinenative.axiom.engine.plugin.PluginException;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import io.machinenative.axiom.engine.plugin.lent.Services;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One change of what serves: plugins that come, change and go, with those that must follow, all in
 * one epoch or not at all.
 *
 * <pre>
 *   resolve ─▶ prepare the new ones, in order ─▶ publish ─▶ await, drain, stop the old, in reverse
 *      └ refused     └ fails: all new ones are given up
 * </pre>
 *
 * <p>Used once, on the thread of changes; {@link #publish} on the conductor.
 */
final class Change {
  private final Hosting hosting;
  private final Serving before;
  private final Map<String, PluginSource> bring;
  private final Map<String, PluginVersion> ready;
  private final Set<String> remove;
  private final List<String> order;

  /** What comes, in the order of its start. */
  private final Map<String, PluginVersion> next = new LinkedHashMap<>();

  /**
   * Resolves a change.
   *
   * @param bring by id, what is to be started
   * @param ready by id, what is started already and is to serve
   * @param remove ids
   * @throws PluginException when what would serve does not fit together
   */
  Change(
      Hosting hosting,
      Serving before,
      Map<String, PluginSource> bring,
      Map<String, PluginVersion> ready,
      Set<String> remove) {
    this.hosting = hosting;
    this.before = before;
    this.bring = bring;
    this.ready = ready;
    this.remove = remove;
    Map<String, PluginManifest> target = before.manifests();
    remove.forEach(target::remove);
    bring.forEach((id, source) -> target.put(id, source.manifest()));
    ready.forEach((id, version) -> target.put(id, version.manifest()));
    order = Resolution.order(target, hosting.engine());
    requireNoTrials();
  }

  private void requireNoTrials() {
    Set<String> touched = changing();
    touched.removeAll(ready.keySet());
    touched.addAll(remove);
    touched.retainAll(before.trials().keySet());
    if (!touched.isEmpty()) {
      throw new IllegalStateException(
          "a trial of " + touched + " is under way: promote or abort it first");
    }
  }

  /** Ids of what is started anew: what is brought, and who depends on what changes. */
  private Set<String> changing() {
    Set<String> changing = new LinkedHashSet<>(bring.keySet());
    changing.addAll(ready.keySet());
    for (String id : order) {
      if (!changing.contains(id) && follows(before.versions().get(id), changing)) {
        changing.add(id);
      }
    }
    return changing;
  }

  private boolean follows(PluginVersion version, Set<String> changing) {
    for (PluginDependency need : version.manifest().dependencies()) {
      boolean changes = changing.contains(need.id()) || remove.contains(need.id());
      if (changes && isLinked(need.id())) {
        boolean comes = !before.versions().containsKey(need.id());
        if (version.source().renewable()) {
          return true;
        }
        if (!comes) {
          throw new PluginException(
              "plugin "
                  + need.id()
                  + " cannot be changed: plugin "
                  + version
                  + ", which depends on it, was given as an object and cannot be started anew");
        }
      }
    }
    return false;
  }

  /** Whether the plugin lends anything, so that who depends on it holds something of it. */
  private boolean isLinked(String id) {
    PluginVersion old = before.versions().get(id);
    return (old != null && !old.manifest().exports().isEmpty())
        || (bring.containsKey(id) && !bring.get(id).manifest().exports().isEmpty());
  }

  /**
   * Initialises and validates everything that is new.
   *
   * @throws RuntimeException when one fails; all that are new are given up then
   */
  void prepare() {
    Set<String> changing = changing();
    try {
      for (String id : order) {
        if (ready.containsKey(id)) {
          next.put(id, ready.get(id));
        } else if (changing.contains(id)) {
          PluginSource source = bring.getOrDefault(id, sourceOf(id));
          PluginVersion version = version(source);
          version.prepare();
          next.put(id, version);
        }
      }
    } catch (RuntimeException e) {
      giveUp("another plugin of the same change failed");
      throw e;
    }
  }

  /**
   * Initialises and validates one plugin of the change, and leaves out who follows it.
   *
   * @throws RuntimeException when it fails; it is given up then
   */
  PluginVersion prepareOnly(String id) {
    PluginVersion version = version(bring.get(id));
    version.prepare();
    return version;
  }

  private PluginSource sourceOf(String id) {
    PluginVersion version = before.versions().get(id);
    return version == null ? null : version.source();
  }

  private PluginVersion version(PluginSource source) {
    List<LinkedTypes> linked = new ArrayList<>();
    List<PluginVersion> lenders = new ArrayList<>();
    for (PluginDependency need : source.manifest().dependencies()) {
      PluginVersion other = next.getOrDefault(need.id(), before.versions().get(need.id()));
      if (other != null && !remove.contains(need.id())) {
        lenders.add(other);
        Set<String> packages = LinkedTypes.packagesOf(other.manifest().exports());
        if (!packages.isEmpty()) {
          linked.add(new LinkedTypes(packages, other.classes()));
        }
      }
    }
    OperatorSettings settings = hosting.settings().of(source.manifest());
    return new PluginVersion(source, settings, linked, servicesOf(lenders), hosting);
  }

  static Services servicesOf(List<PluginVersion> lenders) {
    return new Services() {
      @Override
      public <T> Optional<T> find(Class<T> type) {
        return lenders.stream()
            .flatMap(l -> l.context().exported().find(type).stream())
            .findFirst();
      }
    };
  }

  /** Nothing that is new is to serve. */
  void giveUp(String why) {
    for (PluginVersion version : next.values().stream().toList().reversed()) {
      if (version.state() == PluginState.READY) {
        version.giveUp(why);
      }
    }
    next.clear();
  }

  /** What is replaced or removed, in the order of its start. */
  List<PluginVersion> old() {
    List<PluginVersion> old = new ArrayList<>();
    before
        .versions()
        .forEach((id, version) -> {
          if (next.containsKey(id) || remove.contains(id)) {
            old.add(version);
          }
        });
    return old;
  }

  /** What comes, in the order of its start. */
  List<PluginVersion> come() {
    return List.copyOf(next.values());
  }

  /**
   * On the conductor, or by the starter before it runs: calls go to the new ones from here on.
   *
   * @return the epoch from which on it is so
   * @throws IllegalArgumentException when the name of a tool is taken; nothing has changed then
   */
  long publish() {
    List<Route> gone = new ArrayList<>();
    List<Route> come = new ArrayList<>();
    old().forEach(version -> gone.addAll(version.published()));
    next.values().forEach(version -> come.addAll(version.routes()));
    List<OperationSet> goneOperations = old().stream().map(PluginVersion::operations).toList();
    List<OperationSet> comeOperations =
        next.values().stream().map(PluginVersion::operations).toList();
    OperationCatalogue operations = hosting.catalogue().operations();
    operations.check(goneOperations, comeOperations);
    long epoch = hosting.catalogue().replace(gone, come);
    operations.replace(goneOperations, comeOperations);
    next.values()
        .forEach(version -> {
          version.published(version.routes());
          version.step(PluginState.SERVING, "");
        });
    old().forEach(version -> version.step(PluginState.DRAINING, ""));
    return epoch;
  }

  /** What serves once this is published. */
  Serving after() {
    Map<String, PluginVersion> versions = new LinkedHashMap<>();
    for (String id : order) {
      versions.put(id, next.getOrDefault(id, before.versions().get(id)));
    }
    Serving after = new Serving(versions, before.trials());
    for (String id : ready.keySet()) {
      after = after.withoutTrial(id);
    }
    return after;
  }
}

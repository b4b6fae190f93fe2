package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.base.BackgroundWork;
import io.machinenative.axiom.engine.pipeline.Gate;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.plugin.PluginException;
import io.machinenative.axiom.engine.plugin.PluginFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets a new version take a share of the calls beside the one that serves, then takes it in its
 * place or takes it back. Tools that only one of the two has are served by that one, the new one's
 * from its promotion on. Who depends on the plugin follows when it is promoted.
 *
 * <p>On the thread of changes.
 */
final class Trials {
  private final Hosting hosting;
  private final Changes changes;

  Trials(Hosting hosting, Changes changes) {
    this.hosting = hosting;
    this.changes = changes;
  }

  /**
   * Begins one.
   *
   * @throws RuntimeException when the new version fails or does not fit; the old one serves on
   */
  PluginSwap begin(PluginSource source, TrialShare share) {
    String id = source.manifest().id();
    try (BackgroundWork.Work _ = changes.begin()) {
      PluginVersion primary = changes.serving().known(id);
      if (changes.serving().trials().containsKey(id)) {
        throw new IllegalStateException("a trial of " + id + " is under way already");
      }
      return begin(source, share, primary);
    } catch (RuntimeException e) {
      changes.dispose(List.of(source));
      throw e;
    }
  }

  private PluginSwap begin(PluginSource source, TrialShare share, PluginVersion primary) {
    long beganNs = hosting.clock().nanoTime();
    PluginVersion trial = prepared(source);
    long preparedNs = hosting.clock().nanoTime();
    long epoch;
    try {
      epoch =
          hosting.conductor().submit("try " + trial, () -> publish(primary, trial, share)).join();
    } catch (RuntimeException e) {
      if (trial.state() == PluginState.READY) {
        trial.giveUp(e.getMessage());
      }
      throw e;
    }
    hosting.conductor().awaitEpoch(epoch).join();
    return new PluginSwap(
        trial.id(),
        primary.version(),
        trial.version(),
        List.of(),
        epoch,
        preparedNs - beganNs,
        hosting.clock().nanoTime() - preparedNs,
        0,
        0,
        true);
  }

  /** It must fit in the place of the one that serves, though nobody follows it yet. */
  private PluginVersion prepared(PluginSource source) {
    String id = source.manifest().id();
    Change alone = new Change(hosting, changes.serving(), Map.of(id, source), Map.of(), Set.of());
    return alone.prepareOnly(id);
  }

  /** On the conductor. */
  private long publish(PluginVersion primary, PluginVersion trial, TrialShare share) {
    if (primary.state() != PluginState.SERVING) {
      throw new PluginException("plugin " + primary + " does not serve: it is " + primary.state());
    }
    Map<String, Route> others = new HashMap<>();
    trial.routes().forEach(route -> others.put(route.name(), route));
    List<Route> shared = new ArrayList<>();
    int shareOf65536 = Math.max(1, (int) Math.round(share.share() * Gate.Trial.ALL));
    for (Route route : primary.routes()) {
      Route other = others.get(route.name());
      shared.add(
          other == null
              ? route
              : route.behind(
                  new Gate(
                      primary.id(),
                      null,
                      new Gate.Trial(other, shareOf65536, share.bySession(), share.seed()))));
    }
    long epoch = hosting.catalogue().replace(primary.published(), shared);
    primary.published(shared);
    primary.shareRoutes(shared);
    trial.step(PluginState.TRIAL, "");
    changes.serving(changes.serving().withTrial(trial));
    return epoch;
  }

  /** The file of the version that is on trial, if it is one. */
  Optional<PluginFile> fileOf(String id) {
    return known(id).source().asFile();
  }

  PluginSwap promote(String id) {
    return changes.run(id, Map.of(), Map.of(id, known(id)), Set.of());
  }

  PluginSwap abort(String id) {
    PluginVersion trial = known(id);
    PluginVersion primary = changes.serving().known(id);
    long beganNs = hosting.clock().nanoTime();
    long epoch =
        hosting
            .conductor()
            .submit("end the trial of " + id, () -> unpublish(primary, trial))
            .join();
    hosting.conductor().awaitEpoch(epoch).join();
    long switchedNs = hosting.clock().nanoTime();
    boolean drained = changes.drain(List.of(trial));
    long drainedNs = hosting.clock().nanoTime();
    changes.end(List.of(trial));
    changes.dispose(List.of(trial.source()));
    return new PluginSwap(
        id,
        trial.version(),
        primary.version(),
        List.of(),
        epoch,
        0,
        switchedNs - beganNs,
        drainedNs - switchedNs,
        hosting.clock().nanoTime() - drainedNs,
        drained);
  }

  /** On the conductor. */
  private long unpublish(PluginVersion primary, PluginVersion trial) {
    long epoch = hosting.catalogue().routes().epoch();
    primary.shareRoutes(List.of());
    if (primary.state() == PluginState.SERVING) {
      epoch = hosting.catalogue().replace(primary.published(), primary.routes());
      primary.published(primary.routes());
    }
    trial.step(PluginState.DRAINING, "its trial ended");
    changes.retire(trial);
    changes.serving(changes.serving().withoutTrial(trial.id()));
    return epoch;
  }

  private PluginVersion known(String id) {
    PluginVersion trial = changes.serving().trials().get(id);
    if (trial == null) {
      throw new IllegalStateException(
          "expected a trial of one of " + changes.serving().trials().keySet() + ", actual " + id);
    }
    return trial;
  }
}

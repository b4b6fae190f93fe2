package io.machinenative.axiom.engine.hosting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks after what serves: asks plugins how they are, now and then, and finds new versions that
 * fail more often than their operator allows. Owned by the conductor, which asks it what is to be
 * done; it is done on the thread of changes. A look allocates nothing while the same versions
 * serve.
 */
final class Watchdog {
  /** A version that serves or is on trial, and what it was asked and found out so far. */
  private static final class Watched {
    private final PluginVersion version;
    private final boolean trial;
    private final long sinceNs;
    private long askedNs;
    private boolean told;

    Watched(PluginVersion version, boolean trial, long nowNs) {
      this.version = version;
      this.trial = trial;
      sinceNs = nowNs;
      askedNs = nowNs;
    }
  }

  private final Hosting hosting;
  private final Changes changes;
  private final List<PluginVersion> due = new ArrayList<>();
  private Serving seen = Serving.NOBODY;
  private List<Watched> watched = List.of();

  Watchdog(Hosting hosting, Changes changes) {
    this.hosting = hosting;
    this.changes = changes;
  }

  /** Those whose health is to be asked now. Valid until the next question. */
  List<PluginVersion> toAsk() {
    long nowNs = look();
    for (int i = 0; i < watched.size(); i++) {
      Watched one = watched.get(i);
      PluginVersion version = one.version;
      if (version.state().serves()
          && !version.hangs()
          && nowNs - one.askedNs >= version.settings().healthPeriodNs()) {
        one.askedNs = nowNs;
        due.add(version);
      }
    }
    return due;
  }

  /**
   * Those that replaced another one lately, or are on trial, and fail too often; each once. Valid
   * until the next question.
   */
  List<PluginVersion> toTakeBack() {
    long nowNs = look();
    for (int i = 0; i < watched.size(); i++) {
      Watched one = watched.get(i);
      Optional<RollbackRule> rule = one.version.settings().rollback();
      if (rule.isPresent()
          && !one.told
          && (one.trial || replacedLately(one, rule.get(), nowNs))
          && fails(one.version, rule.get())
          && (!one.trial || one.version.endsTrial())) {
        one.told = true;
        due.add(one.version);
      }
    }
    return due;
  }

  private boolean replacedLately(Watched one, RollbackRule rule, long nowNs) {
    return nowNs - one.sinceNs <= rule.withinNs() && changes.previous(one.version.id()) != null;
  }

  private static boolean fails(PluginVersion version, RollbackRule rule) {
    return rule.holds(version.figures().calls(), version.figures().faults());
  }

  private long look() {
    due.clear();
    long nowNs = hosting.clock().nanoTime();
    Serving serving = changes.serving();
    if (serving != seen) {
      List<Watched> now = new ArrayList<>();
      serving.versions().values().forEach(version -> now.add(watch(version, false, nowNs)));
      serving.trials().values().forEach(version -> now.add(watch(version, true, nowNs)));
      watched = now;
      seen = serving;
    }
    return nowNs;
  }

  /** What is known of a version goes on; that it serves after its trial begins anew. */
  private Watched watch(PluginVersion version, boolean trial, long nowNs) {
    for (Watched one : watched) {
      if (one.version == version && one.trial == trial) {
        return one;
      }
    }
    return new Watched(version, trial, nowNs);
  }
}

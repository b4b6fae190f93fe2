package io.machinenative.axiom.engine.hosting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks after what serves: asks plugins how they are, now and then, and finds new versions that
 * fail more often than their operator allows. Owned by the conductor, which asks it what is to be
 * done; it is done on the thread of changes.
 */
final class Watchdog {
  /** Since when a version serves, and whether it was told of. */
  private record Since(PluginVersion version, long ns, boolean told) {}

  private final Hosting hosting;
  private final Changes changes;
  private final Map<String, Since> since = new HashMap<>();
  private final Map<PluginVersion, Long> asked = new HashMap<>();

  Watchdog(Hosting hosting, Changes changes) {
    this.hosting = hosting;
    this.changes = changes;
  }

  /** Those whose health is to be asked now. */
  List<PluginVersion> toAsk() {
    long nowNs = hosting.clock().nanoTime();
    List<PluginVersion> versions = new ArrayList<>(changes.serving().versions().values());
    versions.addAll(changes.serving().trials().values());
    asked.keySet().retainAll(versions);
    List<PluginVersion> due = new ArrayList<>();
    for (PluginVersion version : versions) {
      long last = asked.computeIfAbsent(version, first -> nowNs);
      if (version.state().serves()
          && !version.hangs()
          && nowNs - last >= version.settings().healthPeriodNs()) {
        asked.put(version, nowNs);
        due.add(version);
      }
    }
    return due;
  }

  /** Those that replaced another one lately, or are on trial, and fail too often; each once. */
  List<PluginVersion> toTakeBack() {
    long nowNs = hosting.clock().nanoTime();
    List<PluginVersion> due = new ArrayList<>();
    Serving serving = changes.serving();
    since.keySet().retainAll(serving.versions().keySet());
    serving
        .versions()
        .forEach((id, version) -> {
          Since known = since.get(id);
          if (known == null || known.version() != version) {
            known = new Since(version, nowNs, false);
            since.put(id, known);
          }
          Optional<RollbackRule> rule = version.settings().rollback();
          boolean watched =
              rule.isPresent()
                  && !known.told()
                  && nowNs - known.ns() <= rule.get().withinNs()
                  && changes.previous(id) != null;
          if (watched && fails(version, rule.get())) {
            since.put(id, new Since(version, known.ns(), true));
            due.add(version);
          }
        });
    for (PluginVersion trial : serving.trials().values()) {
      Optional<RollbackRule> rule = trial.settings().rollback();
      if (rule.isPresent() && fails(trial, rule.get()) && trial.endsTrial()) {
        due.add(trial);
      }
    }
    return due;
  }

  private static boolean fails(PluginVersion version, RollbackRule rule) {
    return rule.holds(version.figures().calls(), version.figures().faults());
  }
}

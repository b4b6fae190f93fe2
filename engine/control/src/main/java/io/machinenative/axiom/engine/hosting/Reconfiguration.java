package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.api.PluginConfiguration;
import io.machinenative.axiom.engine.plugin.lent.CheckedConfiguration;
import java.util.Map;
import java.util.Set;

/**
 * Puts changed settings of the operator in force, all or none: the plugin takes them while it
 * serves, or a new instance of its version is swapped in. On the thread of changes.
 */
final class Reconfiguration {
  private final Hosting hosting;
  private final Changes changes;

  Reconfiguration(Hosting hosting, Changes changes) {
    this.hosting = hosting;
    this.changes = changes;
  }

  /**
   * Reads the settings again.
   *
   * @return whether they are other ones
   * @throws RuntimeException when they cannot be used; those before stay in force
   */
  boolean apply(String id) {
    PluginVersion version = changes.serving().known(id);
    OperatorSettings before = version.settings();
    OperatorSettings next = hosting.settings().of(version.manifest());
    if (next.equals(before)) {
      return false;
    }
    PluginConfiguration configuration =
        CheckedConfiguration.of(version.manifest(), next.configuration());
    boolean same = configuration.equals(version.context().configuration());
    if (same || version.reconfigure(configuration)) {
      version.settings(next);
      if (!next.errors().equals(before.errors())) {
        guardAnew(version);
      }
    } else {
      changes.run(id, Map.of(id, version.source()), Map.of(), Set.of());
    }
    return true;
  }

  private void guardAnew(PluginVersion version) {
    version.guardAnew();
    hosting
        .conductor()
        .submit(
            "guard " + version + " anew",
            () -> {
              if (version.state() == PluginState.SERVING
                  && !changes.serving().trials().containsKey(version.id())) {
                hosting.catalogue().replace(version.published(), version.routes());
                version.published(version.routes());
              }
              return null;
            })
        .join();
  }
}

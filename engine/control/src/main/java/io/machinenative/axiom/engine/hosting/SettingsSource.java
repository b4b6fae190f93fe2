package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.plugin.PluginManifest;

/** Where the operator's settings of plugins come from. Asked on the thread of changes. */
@FunctionalInterface
public interface SettingsSource {
  /** The operator says nothing. */
  SettingsSource NONE = manifest -> OperatorSettings.NONE;

  /**
   * @throws RuntimeException when they cannot be used, naming where and why
   */
  OperatorSettings of(PluginManifest manifest);
}

package io.machinenative.axiom.engine.plugin;

import io.machinenative.axiom.engine.registry.model.VersionRange;

/**
 * Another plugin that one needs. Immutable.
 *
 * @param id of the other
 * @param range of its versions that do
 * @param soft it is used when it is there, and may be missing
 */
public record PluginDependency(String id, VersionRange range, boolean soft) {
  @Override
  public String toString() {
    return id + " " + range + (soft ? " (soft)" : "");
  }
}

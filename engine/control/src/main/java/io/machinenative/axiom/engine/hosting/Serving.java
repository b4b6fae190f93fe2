package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.plugin.PluginDependency;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which versions serve. Immutable; replaced by the conductor, read by any thread.
 *
 * @param versions by id, in the order of their start
 * @param trials by id: versions that take a share of the calls of the one that serves
 */
record Serving(Map<String, PluginVersion> versions, Map<String, PluginVersion> trials) {
  static final Serving NOBODY = new Serving(Map.of(), Map.of());

  Serving {
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    trials = Collections.unmodifiableMap(new LinkedHashMap<>(trials));
  }

  /**
   * The version that serves.
   *
   * @throws IllegalStateException when there is none
   */
  PluginVersion known(String id) {
    PluginVersion version = versions.get(id);
    if (version == null) {
      throw new IllegalStateException("expected one of " + versions.keySet() + ", actual " + id);
    }
    return version;
  }

  Map<String, PluginManifest> manifests() {
    Map<String, PluginManifest> manifests = new LinkedHashMap<>();
    versions.forEach((id, version) -> manifests.put(id, version.manifest()));
    return manifests;
  }

  /** How one depends on another; null when it does not. */
  static PluginDependency need(PluginManifest plugin, String id) {
    for (PluginDependency need : plugin.dependencies()) {
      if (need.id().equals(id)) {
        return need;
      }
    }
    return null;
  }

  Serving withTrial(PluginVersion version) {
    Map<String, PluginVersion> more = new LinkedHashMap<>(trials);
    more.put(version.id(), version);
    return new Serving(versions, more);
  }

  Serving withoutTrial(String id) {
    Map<String, PluginVersion> fewer = new LinkedHashMap<>(trials);
    fewer.remove(id);
    return new Serving(versions, fewer);
  }
}

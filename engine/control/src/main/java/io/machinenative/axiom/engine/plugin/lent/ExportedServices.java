package io.machinenative.axiom.engine.plugin.lent;

import io.machinenative.axiom.api.NotGrantedException;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What one version of a plugin lends to others. Filled while it is initialised, then fixed. */
final class ExportedServices implements Services {
  private final PluginManifest manifest;
  private final ConcurrentHashMap<Class<?>, Object> byType = new ConcurrentHashMap<>();
  private volatile boolean closed;

  ExportedServices(PluginManifest manifest) {
    this.manifest = manifest;
  }

  <T> void export(Class<T> type, T service) {
    if (!manifest.mayExport(type.getName())) {
      throw new NotGrantedException(
          "plugin "
              + manifest
              + " exports "
              + type.getName()
              + ", which its manifest does not: say exports: ["
              + type.getName()
              + "] in META-INF/axiom/plugin.yaml");
    }
    if (closed) {
      throw new IllegalStateException(
          "plugin " + manifest + ": expected exports while it is initialised, not after");
    }
    if (byType.putIfAbsent(type, type.cast(service)) != null) {
      throw new IllegalStateException(
          "plugin " + manifest + " exported " + type.getName() + " already");
    }
  }

  void close() {
    closed = true;
  }

  void clear() {
    closed = true;
    byType.clear();
  }

  @Override
  public <T> Optional<T> find(Class<T> type) {
    return Optional.ofNullable(type.cast(byType.get(type)));
  }
}

package io.machinenative.axiom.engine.plugin.lent;

import io.machinenative.axiom.api.Announcements;
import io.machinenative.axiom.api.EngineInfo;
import io.machinenative.axiom.api.NotGrantedException;
import io.machinenative.axiom.api.PluginConfiguration;
import io.machinenative.axiom.api.PluginContext;
import io.machinenative.axiom.api.PluginMemory;
import io.machinenative.axiom.api.PluginMetrics;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;

/** What one version of a plugin has been lent. Any thread. */
public final class LentContext implements PluginContext {
  private final PluginManifest manifest;
  private final Lender lender;
  private final Services services;
  private final LentMetrics metrics;
  private final LentMemory memory;
  private final LentThreads threads;
  private final ExportedServices exports;
  private volatile PluginConfiguration configuration;

  /**
   * @param services of the plugins that this one depends on
   * @param classes the plugin's own
   */
  LentContext(
      PluginManifest manifest,
      PluginConfiguration configuration,
      Services services,
      ClassLoader classes,
      Lender lender) {
    this.manifest = manifest;
    this.configuration = configuration;
    this.services = services;
    this.lender = lender;
    String name = manifest.id() + "-" + manifest.version();
    metrics = new LentMetrics(name);
    memory =
        new LentMemory(
            name,
            manifest.limits().memoryBytes(),
            text -> lender.log(manifest.id()).log(System.Logger.Level.WARNING, text));
    threads = new LentThreads(name, manifest.limits().threads(), lender.threads(), classes);
    exports = new ExportedServices(manifest);
  }

  // ── the plugin's side ──────────────────────────────────────────────────────

  @Override
  public EngineInfo engine() {
    return lender.engine();
  }

  @Override
  public String id() {
    return manifest.id();
  }

  @Override
  public String version() {
    return manifest.version();
  }

  @Override
  public PluginConfiguration configuration() {
    return configuration;
  }

  @Override
  public System.Logger logger() {
    return lender.log(manifest.id());
  }

  @Override
  public PluginMetrics metrics() {
    return metrics;
  }

  @Override
  public InstantSource clock() {
    return lender.clock();
  }

  @Override
  public NanoClock nanoClock() {
    return lender.nanoClock();
  }

  @Override
  public Announcements announcements() {
    return lender.announcements();
  }

  @Override
  public PluginMemory memory() {
    return memory;
  }

  @Override
  public ThreadFactory threads() {
    return threads;
  }

  @Override
  public Path dataFolder() {
    return lender.dataFolder(manifest.id());
  }

  @Override
  public <T> T service(Class<T> type) {
    return optionalService(type)
        .orElseThrow(() ->
            new IllegalStateException(
                "plugin "
                    + manifest
                    + " needs a service "
                    + type.getName()
                    + ", which none of the plugins that it depends on exports: "
                    + manifest.dependencies()));
  }

  @Override
  public <T> Optional<T> optionalService(Class<T> type) {
    if (!manifest.mayRequire(type.getName())) {
      throw new NotGrantedException(
          "plugin "
              + manifest
              + " asks for the service "
              + type.getName()
              + ", its manifest does not: say requires: ["
              + type.getName()
              + "] in META-INF/axiom/plugin.yaml");
    }
    return services.find(type);
  }

  @Override
  public <T> void export(Class<T> type, T service) {
    exports.export(type, service);
  }

  @Override
  public byte[] secret(String name) {
    if (!manifest.permissions().allowsSecret(name)) {
      throw new NotGrantedException(
          "plugin "
              + manifest
              + " asks for the secret "
              + name
              + ", its manifest does not: say permissions: {secrets: ["
              + name
              + "]} in META-INF/axiom/plugin.yaml");
    }
    return lender
        .secrets()
        .secret(name)
        .orElseThrow(() ->
            new IllegalStateException(
                "plugin " + manifest + " needs a secret " + name + ", the server has none"));
  }

  // ── the engine's side ──────────────────────────────────────────────────────

  /** Other settings are in force from now on. */
  public void configuration(PluginConfiguration next) {
    configuration = next;
  }

  /** The plugin is initialised: what it exports is fixed. */
  public void initialized() {
    exports.close();
  }

  /** What it lends to others. */
  public Services exported() {
    return exports;
  }

  /** Its numbers, by name. */
  public Map<String, Long> metricValues() {
    return metrics.values();
  }

  /** Its threads that run. */
  public int threadsAlive() {
    return threads.alive();
  }

  /**
   * After the teardown: frees and forgets what was lent.
   *
   * @param alone whether nobody else has the plugin's classes, so that threads which have them were
   *     made by it, asked for or not
   */
  public Leftovers takeBack(ErrorHandler errors, boolean alone) {
    exports.clear();
    return new Leftovers(memory.takeBack(errors), threads.takeBack(alone));
  }
}

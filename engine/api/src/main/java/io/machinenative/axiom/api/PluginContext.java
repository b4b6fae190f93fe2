package io.machinenative.axiom.api;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.agrona.concurrent.NanoClock;

/**
 * What an engine lends to one version of a plugin, from {@link Plugin#initialize} to the end of
 * {@link Plugin#teardown}: what its manifest asks for, and nothing else. The rest is refused with a
 * {@link NotGrantedException} that says which line of the manifest is missing.
 *
 * <p>Any thread, but for {@link #export}. After the teardown everything that was lent is taken
 * back: memory is freed, services are forgotten, and what the plugin left behind is recorded.
 */
public interface PluginContext {
  /** The engine that the plugin serves in. */
  EngineInfo engine();

  /** The plugin's own id. */
  String id();

  /** The plugin's own version. */
  String version();

  /**
   * The settings in force: the operator's over the defaults of the manifest, checked against the
   * manifest's schema. A change is told by {@link Plugin#reconfigure}, after which this is the new
   * one.
   */
  PluginConfiguration configuration();

  /** Writes to the plugin's own log, which the operator reads; its name is the plugin's id. */
  System.Logger logger();

  /** Numbers that the operator sees beside those of the engine. */
  PluginMetrics metrics();

  /** Time of day. */
  InstantSource clock();

  /** Nanoseconds for durations; the clock that deadlines go by. */
  NanoClock nanoClock();

  /** Off-heap memory, within {@code limits.memory}. */
  PluginMemory memory();

  /**
   * Makes daemon threads, as many at once as {@code limits.threads}. They are named after the
   * plugin; whoever made one ends it before {@link Plugin#teardown} returns.
   *
   * @throws NotGrantedException from {@link ThreadFactory#newThread} beyond the limit
   */
  ThreadFactory threads();

  /**
   * A folder of the plugin's own, the same for all its versions; made when it is asked for. Below
   * the server's data directory, where it outlives the process; without one it is temporary.
   */
  Path dataFolder();

  /**
   * A service that a plugin which this one depends on exports.
   *
   * @throws NotGrantedException when the manifest's {@code requires} does not name the type
   * @throws IllegalStateException when nobody exports it
   */
  <T> T service(Class<T> type);

  /**
   * As {@link #service}, for what a soft dependency may bring: empty when nobody exports it.
   *
   * @throws NotGrantedException when the manifest's {@code requires} does not name the type
   */
  <T> Optional<T> optionalService(Class<T> type);

  /**
   * Lends a service to the plugins that depend on this one. During {@link Plugin#initialize} only.
   *
   * @throws NotGrantedException when the manifest's {@code exports} does not name the type
   * @throws IllegalStateException when it was exported already, or the plugin is initialised
   */
  <T> void export(Class<T> type, T service);

  /**
   * A secret, by name; a copy, which the caller wipes after use.
   *
   * @throws NotGrantedException when {@code permissions.secrets} does not name it
   * @throws IllegalStateException when the server has no such secret
   */
  byte[] secret(String name);

  /** Tells clients that listen what they should look at again. */
  default Announcements announcements() {
    return Announcements.NONE;
  }
}

package io.machinenative.axiom.engine.config;

import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.base.Mount;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an operator set, with defaults for the rest. Immutable; {@link ConfigKey} documents each
 * part.
 *
 * @param auth who callers are, and what they may
 * @param rates how often tools may be called
 * @param secrets where plugins' secrets are
 * @param tls what secures addresses of {@code tcps:} and {@code https:}
 * @param edge how web clients and agents are met
 * @param upstreams other MCP servers whose tools are served too
 */
public record EngineConfig(
    String name,
    List<String> listen,
    Optional<Path> data,
    Threads threads,
    Plugins plugins,
    Aeron aeron,
    AuthConfig auth,
    List<RateConfig> rates,
    SecretsConfig secrets,
    Registry registry,
    Pipelines pipelines,
    Optional<TlsConfig> tls,
    EdgeConfig edge,
    List<UpstreamConfig> upstreams,
    EngineLimits limits) {

  /** A server on loopback TCP and Aeron IPC. */
  public static final EngineConfig DEFAULTS = ConfigReader.fromValues(Map.of(), "defaults");

  /**
   * Which threads there are.
   *
   * @param mount empty: what suits the number of cores
   * @param workers empty: what suits the number of cores
   * @param cpus for agent threads, in order; empty: any
   */
  public record Threads(Optional<Mount> mount, Optional<Integer> workers, List<Integer> cpus) {}

  /**
   * Where plugins come from.
   *
   * @param folder that is watched; empty: none
   * @param trust folder of the keys of those whose plugins are loaded; empty: anybody's
   * @param manage whether clients may change plugins
   * @param drainNs how long calls of a version that is replaced are awaited
   */
  public record Plugins(
      Optional<Path> folder, Optional<Path> trust, boolean manage, long drainNs) {}

  /**
   * The media driver.
   *
   * @param directory empty: one of its own
   * @param external whether it runs elsewhere
   */
  public record Aeron(Optional<Path> directory, boolean external) {}

  /**
   * How much is registered, and how safely.
   *
   * @param records that it holds
   * @param sync whether changes are synced to the disk before they are acknowledged
   */
  public record Registry(int records, boolean sync) {}

  /**
   * Pipelines by name.
   *
   * @param folder of theirs; empty: only those that Axiom brings
   * @param open folders that their file operations may reach
   */
  public record Pipelines(Optional<Path> folder, List<String> open) {}
}

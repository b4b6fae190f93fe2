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
 * @param mount empty: what suits the number of cores
 * @param workers empty: what suits the number of cores
 * @param cpus for agent threads, in order; empty: any
 * @param auth who callers are, and what they may
 * @param rates how often tools may be called
 * @param pluginTrust folder of the keys of those whose plugins are loaded; empty: anybody's
 * @param pluginManage whether clients may change plugins
 * @param secrets where plugins' secrets are
 * @param registryRecords that the registry holds
 * @param registrySync whether its changes are synced to the disk before they are acknowledged
 * @param pipelinesFolder of pipelines by name; empty: only those that Axiom brings
 * @param pipelinesOpen folders that file operations of pipelines may reach
 * @param tls what secures addresses of {@code tcps:} and {@code https:}
 * @param edge how web clients and agents are met
 * @param upstreams other MCP servers whose tools are served too
 */
public record EngineConfig(
    String name,
    List<String> listen,
    Optional<Path> data,
    Optional<Mount> mount,
    Optional<Integer> workers,
    List<Integer> cpus,
    Optional<Path> plugins,
    Optional<Path> pluginTrust,
    boolean pluginManage,
    Optional<Path> aeronDirectory,
    boolean aeronExternal,
    AuthConfig auth,
    List<RateConfig> rates,
    SecretsConfig secrets,
    int registryRecords,
    boolean registrySync,
    Optional<Path> pipelinesFolder,
    List<String> pipelinesOpen,
    Optional<TlsConfig> tls,
    EdgeConfig edge,
    List<UpstreamConfig> upstreams,
    EngineLimits limits) {

  /** A server on loopback TCP and Aeron IPC. */
  public static final EngineConfig DEFAULTS = ConfigReader.fromValues(Map.of(), "defaults");
}

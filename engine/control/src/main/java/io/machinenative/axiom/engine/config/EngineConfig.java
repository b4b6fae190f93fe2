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
 * @param token empty: everybody may open a session
 */
public record EngineConfig(
    String name,
    List<String> listen,
    Optional<Path> data,
    Optional<Mount> mount,
    Optional<Integer> workers,
    List<Integer> cpus,
    Optional<Path> aeronDirectory,
    boolean aeronExternal,
    Optional<String> token,
    EngineLimits limits) {

  /** A server on loopback TCP and Aeron IPC. */
  public static final EngineConfig DEFAULTS = ConfigReader.fromValues(Map.of(), "defaults");
}

package io.machinenative.axiom.api;

import java.util.Optional;

/**
 * Where a server has its secrets: given by who embeds the engine. Called on any thread, by plugins
 * through {@link PluginContext#secret}; may wait.
 */
@FunctionalInterface
public interface SecretProvider {
  /** Has none. */
  SecretProvider NONE = name -> Optional.empty();

  /**
   * @param name {@code [A-Za-z0-9][A-Za-z0-9._-]{0,127}}
   * @return a copy that the caller owns; empty when there is no such secret
   */
  Optional<byte[]> secret(String name);
}

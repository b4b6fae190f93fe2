package io.machinenative.axiom.engine.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What secures the addresses that want it: those of {@code tcps:} and {@code https:}. Immutable;
 * {@link ConfigKey} documents each part.
 *
 * @param certificate PEM
 * @param key PEM
 * @param clientCa PEM; empty: those whom the JDK trusts
 * @param clients whether clients show certificates: none, optional or required
 * @param versions of the protocol
 */
public record TlsConfig(
    Path certificate, Path key, Optional<Path> clientCa, String clients, List<String> versions) {
  private static final List<String> CLIENTS = List.of("none", "optional", "required");

  public TlsConfig {
    versions = List.copyOf(versions);
    if (!CLIENTS.contains(clients)) {
      throw new IllegalArgumentException(
          "client-auth: expected one of " + CLIENTS + ", got '" + clients + "'");
    }
  }
}

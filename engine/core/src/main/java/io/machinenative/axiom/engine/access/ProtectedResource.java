package io.machinenative.axiom.engine.access;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What clients are told of how to get in by OAuth. Immutable.
 *
 * @param url of the MCP endpoint, as clients know it; empty: as they reach it
 * @param servers where they get tokens; empty: nowhere, there is no OAuth
 * @param scopes that there are
 */
public record ProtectedResource(Optional<String> url, List<String> servers, List<String> scopes) {
  /** Of a server that takes no tokens. */
  public static final ProtectedResource NONE =
      new ProtectedResource(Optional.empty(), List.of(), List.of());

  public ProtectedResource {
    servers = List.copyOf(servers);
    scopes = List.copyOf(scopes);
  }

  public boolean isOAuth() {
    return !servers.isEmpty();
  }

  /** Scheme, host and port of the URL; empty when it is not known. */
  public Optional<String> origin() {
    return url.map(URI::create).map(uri -> uri.getScheme() + "://" + uri.getRawAuthority());
  }
}

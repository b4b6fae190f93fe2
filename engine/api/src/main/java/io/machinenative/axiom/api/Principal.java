package io.machinenative.axiom.api;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Who calls, as the server has verified it. The same object serves all calls of a session or of a
 * credential. Immutable.
 *
 * @param name of the caller among those of its issuer: the name of an API key, the subject of a
 *     token, the subject or alternative name of a certificate
 * @param kind how the caller proved who it is
 * @param issuer who vouches for the name; empty for this server
 * @param scopes what it was granted, in the words of its issuer
 * @param claims what else its issuer says of it, as far as the configuration lets tools see it:
 *     JSON values by name
 */
public record Principal(
    String name, Kind kind, String issuer, Set<String> scopes, Map<String, Object> claims) {
  /** How a caller proved who it is. */
  public enum Kind {
    /** Not at all: the server lets everybody in. */
    ANONYMOUS,
    /** By the one secret text of the server's configuration. */
    TOKEN,
    /** By a key that the server gave out. */
    API_KEY,
    /** By a signed token of an issuer that the server trusts. */
    JWT,
    /** By the certificate of its connection. */
    CERTIFICATE,
    /** As an authenticator of the embedder says. */
    OTHER
  }

  /** Who presents nothing, where that is allowed. */
  public static final Principal ANONYMOUS =
      new Principal("anonymous", Kind.ANONYMOUS, "", Set.of(), Map.of());

  public Principal {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(issuer, "issuer");
    scopes = Set.copyOf(scopes);
    claims = Map.copyOf(claims);
  }

  /** A caller of this server's own, without claims. */
  public static Principal of(String name, Kind kind, Set<String> scopes) {
    return new Principal(name, kind, "", scopes, Map.of());
  }

  public boolean isAnonymous() {
    return kind == Kind.ANONYMOUS;
  }

  public boolean hasScope(String scope) {
    return scopes.contains(scope);
  }

  /** As {@link #toString()}; empty for an anonymous caller, of whom there is nothing to say. */
  public String label() {
    return isAnonymous() ? "" : toString();
  }

  /** For logs: kind and name, no claims. */
  @Override
  public String toString() {
    return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')
        + " "
        + name
        + (issuer.isEmpty() ? "" : " of " + issuer);
  }
}

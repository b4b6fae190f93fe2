package io.machinenative.axiom.engine.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How callers say who they are, and what they may. Immutable; {@link ConfigKey} documents each
 * part.
 *
 * @param token one secret text for all; empty for none
 * @param anonymous whether callers that present nothing may come in where others must present
 *     something
 * @param keys file of API keys; empty for none
 * @param jwt issuers of tokens
 * @param certificates who the holder of a certificate is
 * @param rules what callers may; empty: everything
 * @param failures how many credentials that are not good may come from one address; empty: any
 *     number
 * @param resource the server's own URL, as tokens name it in their audience
 * @param servers where clients get tokens; empty: from the issuers
 */
public record AuthConfig(
    Optional<String> token,
    boolean anonymous,
    Optional<Path> keys,
    List<Jwt> jwt,
    List<Certificate> certificates,
    List<Rule> rules,
    Optional<Frequency> failures,
    Optional<String> resource,
    List<String> servers) {

  /** Asks nobody for anything. */
  public static final AuthConfig NONE =
      new AuthConfig(
          Optional.empty(),
          false,
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          Optional.of(Frequency.parse(ConfigKey.AUTH_FAILURES.defaultValue())),
          Optional.empty(),
          List.of());

  /**
   * An issuer whose tokens are taken.
   *
   * @param issuer what {@code iss} says
   * @param audience what {@code aud} names one of
   * @param jwks file or URL of its keys
   * @param algorithms with which tokens may be signed
   * @param skewNs by which clocks may differ
   * @param refreshNs how often its keys are read again
   * @param nameClaim that holds the caller's name
   * @param claims that tools see
   */
  public record Jwt(
      String issuer,
      List<String> audience,
      String jwks,
      List<String> algorithms,
      long skewNs,
      long refreshNs,
      String nameClaim,
      List<String> claims) {
    /** Signatures with a public key: whoever can verify a token cannot make one. */
    public static final List<String> ALGORITHMS =
        List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    public Jwt {
      for (String algorithm : algorithms) {
        if (!ALGORITHMS.contains(algorithm)) {
          throw new IllegalArgumentException(
              "algorithms: expected some of " + ALGORITHMS + ", got " + algorithm);
        }
      }
      if (audience.isEmpty()) {
        throw new IllegalArgumentException(
            "expected an audience, or auth.resource: a token for somebody else is none for us");
      }
    }

    static Jwt read(Entries entry, Optional<String> resource) {
      List<String> audience = entry.texts("audience");
      List<String> algorithms = entry.texts("algorithms");
      return new Jwt(
          entry.required("issuer"),
          audience.isEmpty() ? audiences(resource) : audience,
          entry.required("jwks"),
          algorithms.isEmpty() ? List.of("RS256", "PS256", "ES256") : algorithms,
          entry.durationNs("skew").orElse(60_000_000_000L),
          entry.durationNs("refresh").orElse(300_000_000_000L),
          entry.text("name").orElse("sub"),
          entry.texts("claims"));
    }

    /** A client may ask for a token for the endpoint or for the whole server. */
    private static List<String> audiences(Optional<String> resource) {
      return resource.map(url -> List.of(url, origin(url))).orElse(List.of());
    }
  }

  /**
   * Who the holder of a certificate is.
   *
   * @param subject pattern of its distinguished name, as RFC 2253 writes it; empty: any
   * @param san pattern of one of its alternative names; empty: any
   * @param name of the caller; empty: the alternative name, or else the common name
   * @param scopes it has
   */
  public record Certificate(
      Optional<String> subject, Optional<String> san, Optional<String> name, Set<String> scopes) {
    static Certificate read(Entries entry) {
      return new Certificate(
          entry.text("subject"),
          entry.text("san"),
          entry.text("name"),
          new LinkedHashSet<>(entry.texts("scopes")));
    }
  }

  /**
   * What some callers may. All that is said of the caller must hold.
   *
   * @param scope that it has; empty: any
   * @param name pattern of its name; empty: any
   * @param issuer pattern of its issuer; empty: any
   * @param kind how it proved who it is, in lower case with dashes; empty: any, anonymous as well
   * @param allow patterns of what it may call
   * @param read patterns of what it may call as far as that changes nothing
   */
  public record Rule(
      Optional<String> scope,
      Optional<String> name,
      Optional<String> issuer,
      Optional<String> kind,
      List<String> allow,
      List<String> read) {
    private static final Set<String> KINDS =
        Set.of("anonymous", "token", "api-key", "jwt", "certificate", "other");

    public Rule {
      kind.ifPresent(given -> {
        if (!KINDS.contains(given)) {
          throw new IllegalArgumentException("kind: expected one of " + KINDS + ", got " + given);
        }
      });
      if (allow.isEmpty() && read.isEmpty()) {
        throw new IllegalArgumentException("expected allow or read, a list of patterns");
      }
    }

    static Rule read(Entries entry) {
      return new Rule(
          entry.text("scope"),
          entry.text("name"),
          entry.text("issuer"),
          entry.text("kind").map(kind -> kind.toLowerCase(Locale.ROOT)),
          entry.texts("allow"),
          entry.texts("read"));
    }
  }

  public AuthConfig {
    resource.ifPresent(url -> {
      URI uri = URI.create(url);
      if (uri.getHost() == null || uri.getFragment() != null || uri.getScheme() == null) {
        throw new IllegalArgumentException(
            "resource: expected a URL without a fragment, such as https://axiom.example/mcp, got "
                + url);
      }
    });
  }

  /** Scheme, host and port of a URL. */
  public static String origin(String url) {
    URI uri = URI.create(url);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }
}

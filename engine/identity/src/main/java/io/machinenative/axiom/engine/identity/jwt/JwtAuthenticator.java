package io.machinenative.axiom.engine.identity.jwt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.machinenative.axiom.api.Authenticator;
import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.Verdict;
import io.machinenative.axiom.engine.config.AuthConfig;
import java.text.ParseException;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.agrona.ErrorHandler;

/**
 * Knows the bearers of tokens of one issuer: signed with one of its keys, by an algorithm of the
 * list, for this server, and in time. A token must expire. Any thread, many at once.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8725">RFC 8725, JWT best current practices</a>
 */
public final class JwtAuthenticator implements Authenticator {
  private static final int RETRY_MS = 1_000;
  private static final int LONGEST = 16 * 1024;

  private final AuthConfig.Jwt config;
  private final long skewMs;
  private final Set<JWSAlgorithm> algorithms;
  private final KeySet keys;
  private final DefaultJWSVerifierFactory verifiers = new DefaultJWSVerifierFactory();

  /**
   * @param reader reads the issuer's keys, which waits
   * @param errors is told when they cannot be read
   * @throws IllegalArgumentException when the issuer's keys are where nobody should read any
   */
  public JwtAuthenticator(AuthConfig.Jwt config, Executor reader, ErrorHandler errors) {
    this.config = config;
    this.skewMs = TimeUnit.NANOSECONDS.toMillis(config.skewNs());
    this.algorithms =
        config.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    this.keys =
        new KeySet(
            new KeySource(config.jwks()),
            TimeUnit.NANOSECONDS.toMillis(config.refreshNs()),
            reader,
            errors);
  }

  /**
   * Reads the issuer's keys again when it is time. The conductor; does not wait.
   *
   * @param nowMs wall time
   */
  public void look(long nowMs) {
    keys.look(nowMs);
  }

  @Override
  public Verdict authenticate(Credential credential, long nowMs) {
    boolean token =
        credential.form() == Credential.Form.BEARER || credential.form() == Credential.Form.SESSION;
    if (!token || credential.secret().length > LONGEST) {
      return Verdict.UNKNOWN;
    }
    SignedJWT jwt;
    JWTClaimsSet claims;
    try {
      jwt = SignedJWT.parse(new String(credential.secret(), ISO_8859_1));
      claims = jwt.getJWTClaimsSet();
    } catch (ParseException _) {
      return Verdict.UNKNOWN; // a key, or what nobody knows; a token without a signature as well
    }
    return config.issuer().equals(claims.getIssuer())
        ? verified(jwt, claims, nowMs)
        : Verdict.UNKNOWN;
  }

  private Verdict verified(SignedJWT jwt, JWTClaimsSet claims, long nowMs) {
    JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
    if (!algorithms.contains(algorithm)) {
      return refused("is signed with " + algorithm + ", which is not among " + algorithms);
    }
    JWKSet known = keys.keys();
    List<JWK> fitting =
        known == null
            ? List.of()
            : new JWKSelector(JWKMatcher.forJWSHeader(jwt.getHeader())).select(known);
    if (fitting.isEmpty()) {
      String kid = jwt.getHeader().getKeyID();
      return keys.missing(nowMs)
          ? new Verdict.Later(RETRY_MS, "the keys of " + config.issuer() + " are being read")
          : refused("names a key that its issuer does not have: " + kid);
    }
    String defect = defect(claims, nowMs);
    if (defect != null) {
      return refused(defect);
    }
    return fitting.stream().anyMatch(key -> isSignedBy(jwt, key))
        ? accepted(claims)
        : refused("has a signature that is not its issuer's");
  }

  private Verdict refused(String why) {
    return new Verdict.Refused("a token of " + config.issuer() + " " + why);
  }

  /** What is wrong with what it says; null for nothing. */
  private String defect(JWTClaimsSet claims, long nowMs) {
    Date expires = claims.getExpirationTime();
    Date begins = claims.getNotBeforeTime();
    if (expires == null) {
      return "does not expire";
    }
    if (expires.getTime() + skewMs <= nowMs) {
      return "expired at " + expires.toInstant();
    }
    if (begins != null && begins.getTime() - skewMs > nowMs) {
      return "is good from " + begins.toInstant() + " on only";
    }
    if (claims.getAudience().stream().noneMatch(config.audience()::contains)) {
      return "is for " + claims.getAudience() + ", not for " + config.audience();
    }
    return name(claims) == null ? "has no " + config.nameClaim() : null;
  }

  private String name(JWTClaimsSet claims) {
    return claims.getClaim(config.nameClaim()) instanceof String name && !name.isBlank()
        ? name
        : null;
  }

  private boolean isSignedBy(SignedJWT jwt, JWK key) {
    try {
      if (!(key instanceof AsymmetricJWK pair)) {
        return false;
      }
      JWSVerifier verifier = verifiers.createJWSVerifier(jwt.getHeader(), pair.toPublicKey());
      return jwt.verify(verifier);
    } catch (JOSEException _) {
      return false; // the key is not one for this algorithm
    }
  }

  private Verdict accepted(JWTClaimsSet claims) {
    Map<String, Object> shown = new LinkedHashMap<>();
    for (String name : config.claims()) {
      Object value = claims.getClaim(name);
      if (value != null) {
        shown.put(name, value);
      }
    }
    return new Verdict.Accepted(
        new Principal(name(claims), Principal.Kind.JWT, config.issuer(), scopes(claims), shown),
        claims.getExpirationTime().getTime() + skewMs,
        () -> true);
  }

  /**
   * {@code scope} is a text (RFC 8693, 4.2); {@code scp} a text or a list, as some issuers have it.
   */
  private static Set<String> scopes(JWTClaimsSet claims) {
    Set<String> scopes = new LinkedHashSet<>();
    for (String name : List.of("scope", "scp")) {
      switch (claims.getClaim(name)) {
        case String text -> scopes.addAll(List.of(text.strip().split("\\s+")));
        case Collection<?> list -> list.forEach(scope -> scopes.add(scope.toString()));
        case null, default -> {}
      }
    }
    scopes.remove("");
    return scopes;
  }
}

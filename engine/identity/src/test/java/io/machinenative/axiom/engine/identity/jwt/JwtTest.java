package io.machinenative.axiom.engine.identity.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.Verdict;
import io.machinenative.axiom.engine.config.ConfigReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens of a real issuer: keys that sign, and a key set on a web server. */
class JwtTest {
  private static final String ISSUER = "https://login.example";
  private static final String AUDIENCE = "https://axiom.example/mcp";
  private static final long NOW_MS = 1_800_000_000_000L;

  private static RSAKey rsa;
  private static RSAKey nextRsa;
  private static ECKey elliptic;
  private static HttpServer server;
  private static volatile String keySet;
  private static volatile int status = 200;
  private static final AtomicInteger READS = new AtomicInteger();

  private final List<Throwable> errors = new ArrayList<>();

  @BeforeAll
  static void issue() throws JOSEException, IOException {
    rsa = new RSAKeyGenerator(2048).keyID("one").generate();
    nextRsa = new RSAKeyGenerator(2048).keyID("two").generate();
    elliptic = new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.createContext(
        "/jwks",
        exchange -> {
          READS.incrementAndGet();
          byte[] body = keySet.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static void publish(JWK... keys) {
    keySet = new JWKSet(List.of(keys)).toString(true);
  }

  /** Reads key sets where it is asked to, so that nothing has to be waited for. */
  private JwtAuthenticator authenticator(String more) {
    String jwks = "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
    String yaml =
        "auth: {jwt: [{issuer: '%s', audience: '%s', jwks: '%s'%s}]}"
            .formatted(ISSUER, AUDIENCE, jwks, more);
    JwtAuthenticator made =
        new JwtAuthenticator(
            ConfigReader.parse(yaml, "test").auth().jwt().getFirst(), Runnable::run, errors::add);
    made.look(NOW_MS);
    return made;
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .subject("alice")
        .audience(List.of("https://other.example", AUDIENCE))
        .expirationTime(new Date(NOW_MS + 600_000))
        .claim("scope", "files:read  files:write")
        .claim("email", "alice@example");
  }

  private static String signed(
      JWSAlgorithm algorithm, String keyId, JWSSigner signer, JWTClaimsSet claims) {
    SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new AssertionError("a key of its own algorithm", e);
    }
    return jwt.serialize();
  }

  private static String token(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
    return signed(JWSAlgorithm.RS256, "one", new RSASSASigner(rsa), change.apply(claims()).build());
  }

  private static Verdict ask(JwtAuthenticator authenticator, String token, long nowMs) {
    return authenticator.authenticate(
        Credential.of(Credential.Form.BEARER, token.getBytes(UTF_8)), nowMs);
  }

  private static void requireRefused(JwtAuthenticator authenticator, String token, String why) {
    Verdict.Refused refused =
        assertInstanceOf(Verdict.Refused.class, ask(authenticator, token, NOW_MS), why);
    assertTrue(refused.reason().contains(why), refused.reason());
  }

  @Test
  void aTokenSaysWhoWhatAndUntilWhen() throws JOSEException {
    publish(rsa, elliptic);
    JwtAuthenticator issuer = authenticator(", claims: [email, groups], skew: 10s");
    Verdict.Accepted accepted =
        assertInstanceOf(Verdict.Accepted.class, ask(issuer, token(c -> c), NOW_MS));
    assertEquals(
        new Principal(
            "alice",
            Principal.Kind.JWT,
            ISSUER,
            Set.of("files:read", "files:write"),
            Map.of("email", "alice@example")),
        accepted.principal());
    assertEquals(NOW_MS + 610_000, accepted.expiresMs());
    String curve =
        signed(
            JWSAlgorithm.ES256,
            "curve",
            new ECDSASigner(elliptic),
            claims().claim("scope", null).claim("scp", List.of("a", "b")).build());
    Verdict.Accepted other = assertInstanceOf(Verdict.Accepted.class, ask(issuer, curve, NOW_MS));
    assertEquals(Set.of("a", "b"), other.principal().scopes());
  }

  @Test
  void whatIsNotForUsOrNotInTimeIsRefused() throws JOSEException {
    publish(rsa);
    JwtAuthenticator issuer = authenticator(", skew: 10s");
    requireRefused(issuer, token(c -> c.audience("https://other.example")), "is for");
    requireRefused(issuer, token(c -> c.audience(List.of())), "is for");
    requireRefused(issuer, token(c -> c.expirationTime(new Date(NOW_MS - 10_000))), "expired at");
    requireRefused(issuer, token(c -> c.expirationTime(null)), "does not expire");
    requireRefused(issuer, token(c -> c.notBeforeTime(new Date(NOW_MS + 11_000))), "is good from");
    requireRefused(issuer, token(c -> c.subject(null)), "has no sub");
    assertInstanceOf(
        Verdict.Accepted.class,
        ask(
            issuer,
            token(c ->
                c.expirationTime(new Date(NOW_MS - 9_000))
                    .notBeforeTime(new Date(NOW_MS + 10_000))),
            NOW_MS),
        "within the skew");
    assertSame(Verdict.UNKNOWN, ask(issuer, token(c -> c.issuer("https://evil.example")), NOW_MS));
  }

  @Test
  void noSignatureButTheIssuersIsTaken() throws JOSEException {
    publish(rsa, elliptic);
    JwtAuthenticator issuer = authenticator("");
    assertSame(
        Verdict.UNKNOWN, ask(issuer, new PlainJWT(claims().build()).serialize(), NOW_MS), "none");
    byte[] publicKey = rsa.toRSAPublicKey().getEncoded();
    requireRefused(
        issuer,
        signed(JWSAlgorithm.HS256, "one", new MACSigner(publicKey), claims().build()),
        "is signed with HS256");
    requireRefused(
        issuer,
        signed(JWSAlgorithm.RS512, "one", new RSASSASigner(rsa), claims().build()),
        "is signed with RS512");
    requireRefused(
        issuer,
        signed(JWSAlgorithm.RS256, "one", new RSASSASigner(nextRsa), claims().build()),
        "has a signature");
    String[] parts = token(c -> c).split("\\.");
    String[] others = token(c -> c.subject("admin")).split("\\.");
    requireRefused(issuer, parts[0] + "." + others[1] + "." + parts[2], "has a signature");
    Credential asKey =
        Credential.of(Credential.Form.API_KEY, String.join(".", parts).getBytes(UTF_8));
    assertSame(Verdict.UNKNOWN, issuer.authenticate(asKey, NOW_MS), "a token is no API key");
    for (String garbage : List.of("", ".", "..", "a.b.c", parts[0] + "..", "x".repeat(20_000))) {
      assertSame(Verdict.UNKNOWN, ask(issuer, garbage, NOW_MS), garbage);
    }
  }

  @Test
  void keysAreReadAgainWhenOneIsMissingButNotOften() throws JOSEException {
    publish(rsa);
    JwtAuthenticator issuer = authenticator("");
    String rotated = signed(JWSAlgorithm.RS256, "two", new RSASSASigner(nextRsa), claims().build());
    int before = READS.get();
    requireRefused(issuer, rotated, "names a key");
    assertEquals(before, READS.get(), "they were read a moment ago");

    publish(rsa, nextRsa);
    long laterMs = NOW_MS + KeySet.LEAST_MS;
    ask(issuer, rotated, laterMs);
    assertEquals(before + 1, READS.get());
    assertInstanceOf(Verdict.Accepted.class, ask(issuer, rotated, laterMs));

    status = 500;
    try {
      issuer.look(NOW_MS + 400_000);
      assertEquals(1, errors.size(), "an issuer that fails");
      assertInstanceOf(Verdict.Accepted.class, ask(issuer, rotated, NOW_MS + 400_000));
    } finally {
      status = 200;
    }
  }

  @Test
  void anIssuerThatCannotBeReachedMakesCallersWait() throws JOSEException {
    status = 503;
    publish(rsa);
    try {
      JwtAuthenticator issuer = authenticator("");
      assertInstanceOf(Verdict.Later.class, ask(issuer, token(c -> c), NOW_MS));
      status = 200;
      issuer.look(NOW_MS + KeySet.LEAST_MS);
      assertInstanceOf(
          Verdict.Accepted.class, ask(issuer, token(c -> c), NOW_MS + KeySet.LEAST_MS));
    } finally {
      status = 200;
    }
  }

  @Test
  void keysComeOnlyFromWhereNobodyChangesThem() {
    for (String place :
        List.of("http://login.example/jwks", "http://127.0.0.1.evil.example/", "ftp://x/y")) {
      assertThrows(IllegalArgumentException.class, () -> new KeySource(place), place);
    }
    new KeySource("https://login.example/jwks");
    new KeySource("http://[::1]:8080/jwks");
    new KeySource("keys.json");
  }
}

package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.fields;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static io.machinenative.axiom.engine.edge.EdgeRig.stateless;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.Await;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.config.ConfigReader;
import io.machinenative.axiom.engine.identity.ApiKey;
import io.machinenative.axiom.engine.identity.ApiKeyFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a token of an issuer to the principal in a tool, on every carrier, and its end on each. */
class JwtCallersTest {
  private static final String ISSUER = "https://login.example";
  private static final String RESOURCE = "https://axiom.example/mcp";
  private static final long HOUR_S = 3600;

  /** Nothing. */
  record Nothing() {}

  /** Who has called. */
  record Who(String name, String kind) {}

  @TempDir private static Path folder;

  private static Path keyFile;
  private static ECKey one;
  private static ECKey two;
  private static volatile String keySet;
  private static HttpServer issuer;
  private static Engine engine;

  @BeforeAll
  static void start() throws JOSEException, IOException {
    one = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    two = new ECKeyGenerator(Curve.P_256).keyID("two").generate();
    publish(one);
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    issuer.createContext(
        "/jwks",
        exchange -> {
          byte[] body = keySet.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    issuer.start();
    keyFile = folder.resolve("keys.json");
    keys(List.of());
    String configuration =
        """
        auth:
          failures: ""
          keys: %s
          resource: %s
          jwt:
            - {issuer: '%s', jwks: 'http://127.0.0.1:%d/jwks', skew: 1ms, refresh: 50ms}
        """
            .formatted(keyFile, RESOURCE, ISSUER, issuer.getAddress().getPort());
    engine =
        Engine.builder()
            .with(ConfigReader.parse(configuration, "tokens"))
            .tool(
                Tool.named("test.who")
                    .typed(
                        Nothing.class,
                        Who.class,
                        (nothing, call) -> {
                          Principal who = call.principal();
                          return new Who(who.name(), who.kind().name());
                        })
                    .build())
            .listen("http://127.0.0.1:0")
            .listen("tcp://127.0.0.1:0")
            .start();
    awaitGood(token(one, "first", HOUR_S));
  }

  @AfterAll
  static void stop() {
    engine.close();
    issuer.stop(0);
  }

  private static void publish(ECKey... keys) {
    keySet = new JWKSet(List.of(keys)).toString(true);
  }

  private static void keys(List<ApiKey> all) throws IOException {
    ApiKeyFile.change(keyFile, before -> all);
  }

  private static String token(ECKey key, String name, long lifeS) throws JOSEException {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .subject(name)
            .audience(RESOURCE)
            .expirationTime(Date.from(Instant.now().plusSeconds(lifeS)))
            .build();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  private static String address(String scheme) {
    return engine.addresses().stream().filter(it -> it.startsWith(scheme)).findFirst().get();
  }

  private static RawHttp http() {
    return new RawHttp(address("http"));
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token + "\r\n";
  }

  private static RawHttp.Answer invoke(String fields) {
    try (RawHttp http = http()) {
      return http.post("/v1/tools/test.who:invoke", fields, "{}").read();
    }
  }

  private static void awaitGood(String token) {
    Await.until("the key is known", () -> invoke(bearer(token)).status() == 200);
  }

  private static SocketClient socket() {
    return new SocketClient(HttpClient.newHttpClient(), address("http"), "axiom.json");
  }

  private static AxiomClient tcp(String credentials) {
    return AxiomClient.builder().at(address("tcp")).credentials(credentials).connect();
  }

  @Test
  void aTokenIsGoodOnEveryCarrier() throws JOSEException {
    String token = token(one, "alice", HOUR_S);
    String alice = "{\"name\":\"alice\",\"kind\":\"JWT\"}";
    assertEquals(alice, invoke(bearer(token)).body());
    try (RawHttp http = http()) {
      String asked = fields("tools/call", "test.who") + bearer(token);
      String call = stateless("1", "tools/call", "\"name\":\"test.who\"");
      RawHttp.Answer answer = http.post("/mcp", asked, call).read();
      assertEquals("alice", at(json(answer.body()), "result", "structuredContent", "name"));
    }
    try (SocketClient socket = socket()) {
      String welcome = socket.send("{\"id\":1,\"hello\":\"" + token + "\"}").next();
      assertEquals("jwt", at(json(welcome), "welcome", "kind"));
      String said = socket.send("{\"id\":2,\"call\":\"test.who\"}").next();
      assertTrue(said.contains(alice), said);
    }
    try (AxiomClient client = tcp(token)) {
      assertEquals(alice, client.callJson("test.who", "{}"));
    }
  }

  @Test
  void aTokenThatIsNotGoodIsChallenged() throws JOSEException {
    for (String wrong :
        List.of(token(one, "late", -60), token(two, "mallory", HOUR_S), "no.token.atall")) {
      RawHttp.Answer refused = invoke(bearer(wrong));
      assertEquals(401, refused.status(), refused::body);
      String challenge = refused.fields().get("www-authenticate");
      assertTrue(challenge.contains("error=\"invalid_token\""), challenge);
      assertTrue(challenge.contains("resource_metadata=\""), challenge);
      CallException closed = assertThrows(CallException.class, () -> tcp(wrong).close());
      assertEquals(Status.UNAUTHENTICATED, closed.status());
      try (SocketClient socket = socket()) {
        String answer = socket.send("{\"id\":1,\"hello\":\"" + wrong + "\"}").next();
        assertEquals("UNAUTHENTICATED", at(json(answer), "error", "name"));
        assertEquals(1008, socket.closeCode());
      }
    }
    assertFalse(invoke("").fields().get("www-authenticate").contains("error="), "brings nothing");
  }

  @Test
  void anIssuerMayTakeNewKeysWhileCallersAreConnected() throws JOSEException {
    try (AxiomClient client = tcp(token(one, "alice", HOUR_S))) {
      publish(two);
      awaitGood(token(two, "bob", HOUR_S));
      assertEquals("alice", at(json(client.callJson("test.who", "{}")), "name"), "let in before");
      assertEquals(401, invoke(bearer(token(one, "carol", HOUR_S))).status(), "its key is gone");
    } finally {
      publish(one);
      awaitGood(token(one, "alice", HOUR_S));
    }
  }

  /** What one caller has open on every carrier that keeps something open. */
  private static final class Open implements AutoCloseable {
    private final RawHttp listening = http();
    private final RawHttp session = http();
    private final SocketClient socket = socket();
    private final AxiomClient client;

    Open(String credential) {
      client = tcp(credential);
      socket.send("{\"id\":1,\"hello\":\"" + credential + "\"}");
      assertTrue(socket.next().contains("welcome"));
      String asked = "\"notifications\":{\"toolsListChanged\":true}";
      listening.post(
          "/mcp",
          fields("subscriptions/listen", "") + bearer(credential),
          stateless("1", "subscriptions/listen", asked));
      assertEquals(200, listening.read().status());
      assertTrue(listening.event().contains("acknowledged"));
      String initialize =
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
              + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{}}}";
      String id =
          session
              .post("/mcp", bearer(credential), initialize)
              .read()
              .fields()
              .get("mcp-session-id");
      String named = "Accept: text/event-stream\r\nMcp-Session-Id: " + id + "\r\n";
      session.get("/mcp", named + bearer(credential));
      assertEquals(200, session.read().status());
      assertEquals(200, invoke(bearer(credential)).status());
    }

    /** Each ends by itself, but a socket for JSON at its next message. */
    void requireEnd() {
      assertNull(listening.event(), "who listens hears the end");
      assertNull(session.event(), "and the session's stream ends");
      String answer = socket.send("{\"id\":2,\"call\":\"test.who\"}").next();
      assertEquals("UNAUTHENTICATED", at(json(answer), "error", "name"), answer);
      assertEquals(1008, socket.closeCode());
      assertThrows(CallException.class, () -> client.callJson("test.who", "{}"));
    }

    @Override
    public void close() {
      listening.close();
      session.close();
      socket.close();
      client.close();
    }
  }

  @Test
  void aTokenThatExpiresEndsWhatItOpened() throws JOSEException {
    for (long lifeS = 2; ; lifeS *= 2) { // as much as a slow machine needs to open it all
      long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(lifeS - 1);
      try (Open open = new Open(token(one, "alice", lifeS))) {
        open.requireEnd();
        return;
      } catch (AssertionError | RuntimeException e) {
        if (System.nanoTime() - endNs < 0 || lifeS > 10) {
          throw e;
        }
      }
    }
  }

  @Test
  void aKeyThatIsRevokedEndsWhatItOpened() throws IOException {
    ApiKey.New key =
        ApiKey.make("worker", List.of(), Instant.now(), Optional.empty(), new Random(7));
    keys(List.of(key.kept()));
    awaitGood(key.text());
    try (Open open = new Open(key.text())) {
      keys(List.of());
      open.requireEnd();
    }
  }
}

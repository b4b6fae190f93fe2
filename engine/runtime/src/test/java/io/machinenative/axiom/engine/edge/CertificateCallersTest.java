package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.ClientBuilder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.config.ConfigReader;
import io.machinenative.axiom.engine.config.TlsConfig;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the certificate of a handshake to the principal in a tool, on every carrier with TLS. */
class CertificateCallersTest {
  /** Nothing. */
  record Nothing() {}

  /** Who has called. */
  record Who(String name, String kind, List<String> scopes) {}

  private static final String CONFIGURATION =
      """
      auth:
        token: spare-key
        failures: ""
        certificates:
          - {subject: "CN=agent seven,*", name: seven, scopes: ["test:who"]}
        rules:
          - {scope: "test:who", kind: certificate, allow: ["test.who"]}
          - {kind: token, allow: ["*"]}
      """;

  @TempDir private static Path folder;

  private static Certificates certificates;
  private static X509Bundle seven;
  private static X509Bundle stranger;
  private static Engine engine;

  @BeforeAll
  static void start() {
    certificates = new Certificates(folder);
    certificates.server("server", "CN=server");
    seven = certificates.client("seven", "CN=agent seven,O=Example");
    stranger = certificates.client("stranger", "CN=stranger,O=Example");
    engine =
        Engine.builder()
            .with(ConfigReader.parse(CONFIGURATION, "certificates"))
            .tls(
                new TlsConfig(
                    certificates.file("server.pem"),
                    certificates.file("server.key"),
                    Optional.of(certificates.authority),
                    "optional",
                    List.of("TLSv1.3")))
            .tool(who("test.who"))
            .tool(who("test.other"))
            .listen("https://127.0.0.1:0")
            .listen("tcps://127.0.0.1:0")
            .start();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static Tool who(String name) {
    return Tool.named(name)
        .typed(
            Nothing.class,
            Who.class,
            (nothing, call) -> {
              Principal who = call.principal();
              return new Who(who.name(), who.kind().name(), List.copyOf(who.scopes()));
            })
        .build();
  }

  private static String address(String scheme) {
    return engine.addresses().stream().filter(one -> one.startsWith(scheme)).findFirst().get();
  }

  private static HttpClient http(X509Bundle shown, HttpClient.Version version) {
    return HttpClient.newBuilder().version(version).sslContext(certificates.context(shown)).build();
  }

  private static HttpResponse<String> invoke(HttpClient http, String tool, String... fields)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address("https:") + "/v1/tools/" + tool + ":invoke"))
            .POST(HttpRequest.BodyPublishers.ofString("{}"));
    if (fields.length > 0) {
      request.headers(fields);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void byHttp() throws Exception {
    for (HttpClient.Version version : HttpClient.Version.values()) {
      try (HttpClient http = http(seven, version)) {
        HttpResponse<String> answer = invoke(http, "test.who");
        assertEquals(
            "{\"name\":\"seven\",\"kind\":\"CERTIFICATE\",\"scopes\":[\"test:who\"]}",
            answer.body());
        assertEquals(404, invoke(http, "test.other").statusCode(), "by the rules");
        HttpResponse<String> other =
            invoke(http, "test.other", "Authorization", "Bearer spare-key");
        assertEquals("TOKEN", at(json(other.body()), "kind"), "the field counts first");
        HttpResponse<String> wrong = invoke(http, "test.who", "Authorization", "Bearer wrong");
        assertEquals(401, wrong.statusCode(), "and alone");
      }
    }
    for (X509Bundle shown : new X509Bundle[] {null, stranger}) {
      try (HttpClient http = http(shown, HttpClient.Version.HTTP_2)) {
        assertEquals(401, invoke(http, "test.who").statusCode());
      }
    }
  }

  private static ClientBuilder tcp(String shown) {
    Optional<String> name = Optional.of(shown).filter(one -> !one.isEmpty());
    return AxiomClient.builder().at(address("tcps:")).tls(certificates.clientTls(name));
  }

  @Test
  void byTheWireProtocol() {
    try (AxiomClient client = tcp("seven").connect()) {
      assertEquals("seven", at(json(client.callJson("test.who", "{}")), "name"));
      CallException denied =
          assertThrows(CallException.class, () -> client.callJson("test.other", "{}"));
      assertEquals(Status.UNKNOWN_TOOL, denied.status());
    }
    try (AxiomClient client = tcp("seven").credentials("spare-key").connect()) {
      assertEquals("TOKEN", at(json(client.callJson("test.who", "{}")), "kind"), "Hello first");
    }
    for (String shown : List.of("", "stranger")) {
      CallException refused = assertThrows(CallException.class, () -> tcp(shown).connect().close());
      assertEquals(Status.UNAUTHENTICATED, refused.status());
    }
  }

  private static AxiomClient binarySocket(HttpClient http, String credentials) {
    return AxiomClient.builder()
        .links(() -> new SocketLink(http, address("https:")))
        .credentials(credentials)
        .connect();
  }

  @Test
  void byWebSocket() {
    String call = "{\"id\":1,\"call\":\"test.who\"}";
    String hello = "{\"id\":2,\"hello\":\"spare-key\"}";
    try (HttpClient http = http(seven, HttpClient.Version.HTTP_1_1);
        SocketClient socket = new SocketClient(http, address("https:"), "axiom.json")) {
      assertEquals("seven", at(json(socket.send(call).next()), "result", "name"));
      assertEquals("token", at(json(socket.send(hello).next()), "welcome", "name"), "it says more");
      assertEquals("TOKEN", at(json(socket.send(call).next()), "result", "kind"));
    }
    try (HttpClient http = http(stranger, HttpClient.Version.HTTP_1_1);
        SocketClient socket = new SocketClient(http, address("https:"), "axiom.json")) {
      assertEquals("UNAUTHENTICATED", at(json(socket.send(call).next()), "error", "name"));
      assertEquals(1008, socket.closeCode());
    }
    try (HttpClient http = http(seven, HttpClient.Version.HTTP_1_1)) {
      try (AxiomClient client = binarySocket(http, "")) {
        assertEquals("seven", at(json(client.callJson("test.who", "{}")), "name"));
      }
      try (AxiomClient client = binarySocket(http, "spare-key")) {
        assertEquals("TOKEN", at(json(client.callJson("test.who", "{}")), "kind"), "Hello first");
      }
    }
  }
}

package io.machinenative.axiom.engine.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.ClientBuilder;
import io.machinenative.axiom.engine.Await;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.config.TlsConfig;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS on TCP, HTTP and WebSocket, and HTTP/2 with it and without. */
class TlsTest {
  private static final String LARGE = "\"" + "y".repeat(300_000) + "\"";

  private static final Queue<String> SAID = new ConcurrentLinkedQueue<>();

  @TempDir private static Path folder;

  private static Certificates certificates;
  private static X509Bundle client;
  private static Engine engine;
  private static String web;
  private static String tcp;

  @BeforeAll
  static void start() {
    certificates = new Certificates(folder);
    certificates.server("server", "CN=first");
    client = certificates.client("client", "CN=agent seven");
    engine = start("optional");
    engine.followCertificates(SAID::add);
    web = secure(engine);
    tcp =
        engine.addresses().stream()
            .filter(each -> each.startsWith("tcps:"))
            .findFirst()
            .orElseThrow();
  }

  private static Engine start(String clientAuth) {
    return start("server", clientAuth);
  }

  private static Engine start(String certificate, String clientAuth) {
    return Engine.builder()
        .plugin(new CoreToolsPlugin())
        .tls(
            new TlsConfig(
                certificates.file(certificate + ".pem"),
                certificates.file(certificate + ".key"),
                Optional.of(certificates.authority),
                clientAuth,
                List.of("TLSv1.3")))
        .listen("https://127.0.0.1:0")
        .listen("tcps://127.0.0.1:0")
        .start();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static ClientBuilder tcpClient(Optional<String> shown) {
    return AxiomClient.builder().at(tcp).tls(certificates.clientTls(shown));
  }

  @Test
  void theWireProtocolIsSecured() {
    try (AxiomClient secured = tcpClient(Optional.of("client")).connect()) {
      assertEquals("{\"a\":1}", secured.callJson("core.echo", "{\"a\":1}"));
      assertEquals(LARGE, secured.callJson("core.echo", LARGE), "many records of TLS");
    }
    assertThrows(
        CallException.class,
        () ->
            AxiomClient.builder().at(tcp).connectTimeoutNs(TimeUnit.SECONDS.toNanos(20)).connect(),
        "nobody the JDK trusts has signed it");
  }

  /** The gateway takes the context of the JVM, as does whatever else has none of its own. */
  @Test
  void anUpstreamIsJoinedByWhomTheJvmTrustsAndNobodyElse() throws Exception {
    certificates.elsewhere("elsewhere");
    SSLContext before = SSLContext.getDefault();
    try (Engine other = start("elsewhere", "none")) {
      String upstreams =
          "{here: {url: '" + web + "/mcp'}, other: {url: '" + secure(other) + "/mcp'}}";
      try (GatewayRig rig = new GatewayRig(upstreams)) {
        Await.until(
            "refused", () -> complaints(rig).contains("here cannot be reached: (certificate"));
      }
      SSLContext.setDefault(certificates.context(client));
      try (GatewayRig rig = new GatewayRig(upstreams)) {
        rig.awaitUp("here");
        Map<?, ?> echoed = rig.call("here.core.echo", "{\"a\":" + LARGE + "}");
        assertTrue(echoed.toString().contains("yyy"), "over TLS");
        Await.until("another name", () -> complaints(rig).contains("other cannot be reached"));
      }
    } finally {
      SSLContext.setDefault(before);
    }
  }

  @Test
  void anUpstreamIsJoinedByAnAuthorityOfItsOwn() throws IOException {
    String trusted = "url: '" + web + "/mcp', ca: '" + certificates.authority + "'";
    Path other = new Certificates(Files.createDirectory(folder.resolve("other"))).authority;
    Path empty = certificates.write("empty.pem", "# nobody\n");
    Path missing = folder.resolve("missing.pem");
    try (GatewayRig rig =
        new GatewayRig(
            ("{own: {%s}, other: {url: '%s/mcp', ca: '%s'}, empty: {url: '%s/mcp', ca: '%s'},"
                    + " missing: {url: '%s/mcp', ca: '%s'}}")
                .formatted(trusted, web, other, web, empty, web, missing))) {
      rig.awaitUp("own");
      assertTrue(rig.call("own.core.echo", "{\"a\":1}").toString().contains("a=1"));
      for (String problem :
          List.of(
              "upstream other cannot be reached: (bad_certificate",
              "upstream empty cannot be trusted: ca " + empty + " holds no certificate",
              "upstream missing cannot be trusted: ca "
                  + missing
                  + " cannot be read: NoSuchFile")) {
        Await.until(
            () -> problem + ", of " + complaints(rig), () -> complaints(rig).contains(problem));
      }
    }
  }

  private static String complaints(GatewayRig rig) {
    return rig.engine().info().health().degraded().toString();
  }

  private static HttpResponse<String> post(HttpClient http, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(web + "/v1/tools/core.echo:invoke"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .header("content-type", "application/json")
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void http2IsAgreedOnAndCarriesManyRequests() throws Exception {
    try (HttpClient http = HttpClient.newBuilder().sslContext(certificates.context(null)).build()) {
      HttpResponse<String> first = post(http, LARGE);
      assertEquals(HttpClient.Version.HTTP_2, first.version());
      assertEquals(LARGE, first.body(), "longer than the windows");
      List<HttpResponse<String>> answers =
          IntStream.range(0, 80) // below the streams that the server grants
              .mapToObj(i ->
                  http.sendAsync(
                      HttpRequest.newBuilder(URI.create(web + "/v1/tools/core.echo:invoke"))
                          .POST(HttpRequest.BodyPublishers.ofString("{\"n\":" + i + "}"))
                          .build(),
                      BodyHandlers.ofString()))
              .toList()
              .stream()
              .map(Await::get)
              .toList();
      for (int i = 0; i < answers.size(); i++) {
        assertEquals("{\"n\":" + i + "}", answers.get(i).body());
      }
      assertEquals(404, status(http, "/nothing"));
      assertEquals(405, status(http, "/v1/tools/core.echo:invoke"));
    }
    try (HttpClient older =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(certificates.context(client))
            .build()) {
      assertEquals("{}", post(older, "{}").body());
      try (SocketClient socket = new SocketClient(older, web, "axiom.json")) {
        socket.send("{\"id\":1,\"call\":\"core.echo\",\"arguments\":[1]}");
        assertEquals("{\"id\":1,\"result\":[1]}", socket.next());
      }
    }
  }

  private static int status(HttpClient http, String path) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(web + path)).build(), BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void whoMustShowACertificateAndShowsNoneIsNotLetIn() throws Exception {
    try (Engine strict = start("required");
        HttpClient nobody = HttpClient.newBuilder().sslContext(certificates.context(null)).build();
        HttpClient known =
            HttpClient.newBuilder().sslContext(certificates.context(client)).build()) {
      URI health = URI.create(secure(strict) + "/health");
      HttpRequest request = HttpRequest.newBuilder(health).build();
      assertThrows(IOException.class, () -> nobody.send(request, BodyHandlers.discarding()));
      assertEquals(200, known.send(request, BodyHandlers.discarding()).statusCode());
      assertEquals(List.of(), strict.errors(), "a handshake that fails is no defect");
    }
  }

  @Test
  void aChangedCertificateIsTakenOverAndABrokenOneIsNot() {
    try {
      certificates.server("server", "CN=second");
      Await.until("the new one is in force", () -> subject(web).equals("CN=second"));
      Await.until("on TCP as well", () -> subject(tcp).equals("CN=second"));
      certificates.write("server.pem", "no certificate");
      Await.until(
          () -> "that it is refused is said, of " + SAID,
          () -> SAID.stream().anyMatch(text -> text.contains("the one before stays")));
      assertEquals("CN=second", subject(web));
    } finally {
      certificates.server("server", "CN=first");
    }
  }

  private static String secure(Engine engine) {
    return engine.addresses().stream()
        .filter(each -> each.startsWith("https:"))
        .findFirst()
        .orElseThrow();
  }

  /** Whom a server says it is, in a handshake of its own. */
  private static String subject(String of) {
    URI address = URI.create(of);
    try (javax.net.ssl.SSLSocket socket =
        (javax.net.ssl.SSLSocket)
            certificates
                .context(null)
                .getSocketFactory()
                .createSocket(address.getHost(), address.getPort())) {
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getSubjectX500Principal()
          .getName();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void curlAndOpensslAgree() throws Exception {
    String authority = certificates.authority.toString();
    String host = web.substring("https://".length());
    String handshake =
        run("openssl", "s_client", "-connect", host, "-CAfile", authority, "-alpn", "h2", "-brief");
    assertTrue(handshake.contains("Protocol version: TLSv1.3"), handshake);
    assertTrue(handshake.contains("Verification: OK"), handshake);
    String refused = run("openssl", "s_client", "-connect", host, "-tls1_2", "-brief");
    assertTrue(refused.contains("alert"), refused);
    String answer =
        run(
            "curl",
            "-s",
            "--http2",
            "--cacert",
            authority,
            "-w",
            " %{http_version}",
            web + "/v1/tools/core.echo");
    assertTrue(answer.startsWith("{\"name\":\"core.echo\"") && answer.endsWith(" 2"), answer);
  }

  private static String run(String... command) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, "skipped: there is no " + command[0] + ": " + e.getMessage());
      throw e;
    }
    process.outputWriter().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends");
    return output;
  }
}

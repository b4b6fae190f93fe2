package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.Await;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.config.ConfigReader;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who presents one wrong credential after the other is not listened to, on any carrier. */
class FailureLimitTest {
  private static final String CONFIGURATION =
      """
      auth: {token: right, failures: 3/1h}
      edge: {http: "http://127.0.0.1:0"}
      limits: {hello: 200ms}
      """;

  @TempDir Path folder;

  @Test
  void anAddressThatGuessesIsNotListenedTo() {
    try (Engine engine =
            Engine.builder()
                .with(ConfigReader.parse(CONFIGURATION, "failures"))
                .dataDirectory(folder)
                .plugin(new CoreToolsPlugin())
                .listen("http://127.0.0.1:0")
                .listen("tcp://127.0.0.1:0")
                .listen("inproc:failures")
                .start();
        RawHttp http = new RawHttp(address(engine, "http:"));
        AxiomClient known = connect(address(engine, "tcp:"), "right")) {
      assertEquals(200, tools(http, "right").status());
      for (int i = 0; i < 5; i++) {
        assertEquals(401, http.get("/v1/tools", "").read().status(), "nothing was presented");
      }
      assertEquals(401, tools(http, "wrong-1").status());
      assertEquals(Status.UNAUTHENTICATED, failure(engine, "wrong-2").status());
      assertEquals(401, tools(http, "wrong-3").status());

      RawHttp.Answer limited = tools(http, "wrong-4");
      assertEquals(429, limited.status(), limited.body());
      int waitS = Integer.parseInt(limited.fields().get("retry-after"));
      assertTrue(waitS > 60 && waitS <= 1200, "a third of an hour, got " + waitS);
      CallException byTcp = failure(engine, "wrong-5");
      assertEquals(Status.OVERLOADED, byTcp.status());
      assertTrue(byTcp.retryAfterMs() > 60_000, "got " + byTcp.retryAfterMs());
      try (HttpClient client = HttpClient.newHttpClient();
          SocketClient socket = new SocketClient(client, address(engine, "http:"), "axiom.json")) {
        socket.send("{\"id\":1,\"hello\":\"wrong-6\"}");
        assertEquals("OVERLOADED", at(json(socket.next()), "error", "name"));
        assertEquals(1008, socket.closeCode());
      }

      assertEquals(200, tools(http, "right").status(), "what was accepted stays good");
      known.callJson("core.echo", "{}");
      AxiomClient.builder().inproc(engine.inproc()).credentials("right").connect().close();
      CallException local =
          assertThrows(
              CallException.class,
              () ->
                  AxiomClient.builder()
                      .inproc(engine.inproc())
                      .credentials("wrong-7")
                      .connect()
                      .close());
      assertEquals(Status.UNAUTHENTICATED, local.status(), "no address, no limit");
      long count = engine.info().counters().get(EngineCounter.CREDENTIALS_LIMITED.label());
      assertEquals(3, count);
      Await.until("it is written", () -> audit().contains("\"what\":\"limited\""));
      String written = audit();
      assertEquals(
          written.indexOf("\"limited\""), written.lastIndexOf("\"limited\""), "once: " + written);
      assertTrue(written.contains("\"from\":\"127.0.0.1\""), written);
      assertTrue(!written.contains("wrong-1"), "no credential");
      aSocketThatSaysNothingEnds(engine);
    }
  }

  private static void aSocketThatSaysNothingEnds(Engine engine) {
    try (HttpClient client = HttpClient.newHttpClient();
        SocketClient socket = new SocketClient(client, address(engine, "http:"), "axiom.json")) {
      assertEquals(1008, socket.closeCode(), "after limits.hello");
    }
  }

  private static String address(Engine engine, String scheme) {
    return engine.addresses().stream().filter(one -> one.startsWith(scheme)).findFirst().get();
  }

  private String audit() {
    try {
      Path file = folder.resolve("audit.log");
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static RawHttp.Answer tools(RawHttp http, String token) {
    return http.get("/v1/tools", "Authorization: Bearer " + token + "\r\n").read();
  }

  private static CallException failure(Engine engine, String credentials) {
    return assertThrows(
        CallException.class, () -> connect(address(engine, "tcp:"), credentials).close());
  }

  private static AxiomClient connect(String address, String credentials) {
    return AxiomClient.builder().at(address).credentials(credentials).connect();
  }
}

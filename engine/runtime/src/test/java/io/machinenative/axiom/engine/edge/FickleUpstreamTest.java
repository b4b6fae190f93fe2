package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upstream that breaks off, changes its tools and its token, while calls go on. */
class FickleUpstreamTest {
  @TempDir private Path folder;

  private FickleServer server;
  private GatewayRig gateway;

  @BeforeEach
  void start() throws IOException {
    server = new FickleServer();
    writeToken("first");
    gateway =
        new GatewayRig(
            "{f: {url: '%s', token: {file: '%s'}}}"
                .formatted(server.url(), folder.resolve("token")));
    gateway.awaitUp("f");
  }

  private void writeToken(String token) throws IOException {
    Path next = Files.writeString(folder.resolve("next"), token + "\n");
    Files.move(next, folder.resolve("token"), StandardCopyOption.ATOMIC_MOVE);
  }

  @AfterEach
  void stop() {
    gateway.close();
    server.close();
  }

  @Test
  void aStreamThatIsCutIsGoneOnWith() {
    assertEquals("whole", GatewayRig.text(gateway.call("f.cut", "{}")));
    assertEquals(1, server.resumedFrom().size());
    String from = server.resumedFrom().getFirst();
    assertTrue(from.startsWith("one-"), "the last whole event, got " + from);
    assertEquals(0, gateway.upstream("f").failures());
  }

  @Test
  void aRotatedTokenIsReadAgainInTheMiddle() throws IOException {
    writeToken("second");
    server.token = "second";
    Map<?, ?> answered = gateway.call("f.plain", "{}");
    assertEquals("plain", GatewayRig.text(answered), answered::toString);
    assertEquals(2, gateway.upstream("f").connections());

    server.token = "third"; // which nobody has told us
    RawHttp.Answer refused = gateway.invoke("f.plain", "", "{}");
    assertEquals(422, refused.status(), refused::body);
    assertTrue(refused.body().contains("credentials (HTTP 401)"), refused::body);
    assertEquals(2, gateway.upstream("f").connections(), "greeted no more with what is refused");
  }

  @Test
  void aCallOutlivesTheToolThatItCalls() {
    try (RawHttp http = gateway.connect()) {
      String params = "\"name\":\"f.change\",\"arguments\":{}";
      http.post(
          "/mcp",
          EdgeRig.fields("tools/call", "f.change"),
          EdgeRig.stateless("1", "tools/call", params));
      Await.until(
          () -> "the new list",
          () ->
              gateway.ask("tools/list", "", "").toString().contains("f.late")
                  && !gateway.ask("tools/list", "", "").toString().contains("f.change"));
      server.relisted.countDown();
      assertEquals("change", at(json(http.read().body()), "result", "content", 0, "text"));
    }
    assertEquals("late", GatewayRig.text(gateway.call("f.late", "{}")));
  }
}

package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.ToolSummary;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.Await;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.config.ConfigReader;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.edge.mcp.StdioPipe;
import io.machinenative.axiom.engine.identity.ApiKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody calls anything without saying who it is, by whatever carrier; lists tell no more. */
class IdentityTest {
  @TempDir static Path folder;

  private static IdentityRig rig;
  private static ApiKey.New reader;
  private static ApiKey.New writer;

  @BeforeAll
  static void start() {
    rig = new IdentityRig(folder);
    reader = rig.add("reader", "test:read");
    writer = rig.add("writer", "test:read", "test:write");
    Await.until("the keys are there", () -> get("/v1/tools", key(writer)).status() == 200);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static String key(ApiKey.New key) {
    return "X-API-Key: " + key.text() + "\r\n";
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token + "\r\n";
  }

  private static RawHttp.Answer get(String path, String fields) {
    try (RawHttp http = rig.http()) {
      return http.get(path, fields).read();
    }
  }

  private static RawHttp.Answer post(String path, String fields, String body) {
    try (RawHttp http = rig.http()) {
      return http.post(path, fields, body).read();
    }
  }

  private static RawHttp.Answer invoke(String tool, String fields) {
    return post("/v1/tools/" + tool + ":invoke", fields, "{}");
  }

  private static RawHttp.Answer rpc(String method, String name, String fields) {
    String params = name.isEmpty() ? "" : "\"name\":\"" + name + "\",\"arguments\":{}";
    return post(
        "/mcp", EdgeRig.fields(method, name) + fields, EdgeRig.stateless("1", method, params));
  }

  private static RawHttp.Answer ask(String request, String fields) {
    String[] parts = request.split(" ");
    try (RawHttp http = rig.http()) {
      return http.send(
              parts[0]
                  + " "
                  + parts[1]
                  + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  + fields
                  + "Content-Length: 2\r\n\r\n{}")
          .read();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/tools",
        "GET /v1/tools/test.who",
        "POST /v1/tools/test.who:invoke",
        "POST /v1/tools/test.who%3Ainvoke",
        "GET /openapi.json",
        "POST /mcp",
        "GET /mcp",
        "DELETE /mcp",
        "PUT /mcp",
        "GET /",
        "GET //health",
        "GET /health/",
        "POST /ready",
        "GET /.well-known/openid-configuration",
        "GET /nothing"
      })
  void everyEndpointAsksWhoItIs(String request) {
    String wrongKey = reader.text().substring(0, reader.text().length() - 2) + "xx";
    String[] wrong = {
      "",
      "X-API-Key: " + wrongKey + "\r\n",
      bearer(wrongKey),
      bearer("a.b.c"),
      "Authorization: Basic dXNlcjpzZWNyZXQ=\r\n",
      "Authorization: Bearer\r\n",
      key(reader) + bearer(reader.text()),
      key(reader) + key(reader),
      "Cookie: token=" + reader.text() + "\r\n"
    };
    for (String fields : wrong) {
      RawHttp.Answer answer = ask(request, fields);
      assertEquals(401, answer.status(), request + " with " + fields);
      String challenge = answer.fields().get("www-authenticate");
      assertTrue(challenge.startsWith("Bearer "), challenge);
      assertTrue(
          challenge.contains(
              "resource_metadata=\"https://axiom.example/.well-known/oauth-protected-resource"),
          challenge);
      assertTrue(challenge.contains("scope=\"test:read test:write\""), challenge);
    }
    String inAddress = request + (request.contains("?") ? "&" : "?") + "access_token=";
    assertEquals(401, ask(inAddress + IdentityRig.TOKEN, "").status(), "a token in the address");
  }

  @Test
  void whatWatchersAndClientsNeedIsOpen() {
    assertEquals(200, get("/health", "").status());
    assertEquals(200, get("/ready", "").status());
    RawHttp.Answer answer = get("/.well-known/oauth-protected-resource/mcp", "");
    assertEquals(200, answer.status());
    assertEquals("https://axiom.example/mcp", at(json(answer.body()), "resource"));
    assertEquals("https://login.example", at(json(answer.body()), "authorization_servers", 0));
    assertEquals(List.of("test:read", "test:write"), at(json(answer.body()), "scopes_supported"));
    assertEquals(List.of("header"), at(json(answer.body()), "bearer_methods_supported"));
    RawHttp.Answer root = get("/.well-known/oauth-protected-resource", "");
    assertEquals("https://axiom.example", at(json(root.body()), "resource"));
    assertEquals(404, get("/.well-known/oauth-protected-resource/other", "").status());
  }

  @Test
  void theToolKnowsWhoCallsByHttp() {
    RawHttp.Answer byKey = invoke("test.who", key(reader));
    assertEquals(
        "{\"name\":\"reader\",\"kind\":\"API_KEY\",\"scopes\":[\"test:read\"]}", byKey.body());
    assertEquals(byKey.body(), invoke("test.who", bearer(reader.text())).body());
    RawHttp.Answer byToken = rpc("tools/call", "test.secret", bearer(IdentityRig.TOKEN));
    assertEquals("TOKEN", at(json(byToken.body()), "result", "structuredContent", "kind"));
    try (RawHttp http = rig.http()) { // one connection, several callers
      for (ApiKey.New key : List.of(reader, writer, reader)) {
        http.post("/v1/tools/test.who:invoke", key(key), "{}");
        assertEquals(key.kept().name(), at(json(http.read().body()), "name"));
      }
      http.post("/v1/tools/test.who:invoke", "", "{}");
      assertEquals(401, http.read().status());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"inproc:", "tcp:", "aeron:"})
  void everyCarrierAsksAtHello(String carrier) {
    for (String wrong : List.of("", "x", reader.text() + "x")) {
      CallException refused =
          assertThrows(CallException.class, () -> rig.connect(carrier, wrong).close());
      assertEquals(Status.UNAUTHENTICATED, refused.status(), refused.getMessage());
    }
    try (AxiomClient client = rig.connect(carrier, reader.text())) {
      assertEquals("reader", at(json(client.callJson("test.who", "{}")), "name"));
      List<String> listed = client.listTools().stream().map(ToolSummary::name).toList();
      assertEquals(List.of("test.rare", "test.who"), listed);
      assertEquals(Status.PERMISSION_DENIED, failure(client, "test.change"));
      assertEquals(Status.UNKNOWN_TOOL, failure(client, "test.secret"));
    }
  }

  private static Status failure(AxiomClient client, String tool) {
    return assertThrows(CallException.class, () -> client.callJson(tool, "{}")).status();
  }

  @Test
  void theRegistrysMessagesAreToolsToTheRules() {
    try (AxiomClient client = rig.connect("tcp:", reader.text())) {
      assertEquals(Status.UNKNOWN_TOOL, failure(client, "registry.query"));
    }
    try (AxiomClient all = rig.connect("tcp:", IdentityRig.TOKEN)) {
      assertTrue(all.listTools("registry.").size() > 3);
    }
  }

  @Test
  void listsShowWhatTheCallerMayCall() {
    for (String place : List.of("/v1/tools", "/openapi.json")) {
      String body = get(place, key(writer)).body();
      assertTrue(body.contains("test.who") && body.contains("test.change"), body);
      assertFalse(body.contains("core.") || body.contains("test.secret"), body);
    }
    assertTrue(get("/openapi.json", bearer(IdentityRig.TOKEN)).body().contains("test.secret"));
    assertEquals(404, get("/v1/tools/test.secret", key(writer)).status());
    RawHttp.Answer page = get("/v1/tools?limit=1", key(writer));
    assertEquals("/v1/tools?after=test.change", at(json(page.body()), "next"));
    RawHttp.Answer tools = rpc("tools/list", "", key(reader));
    assertEquals(2, ((List<?>) at(json(tools.body()), "result", "tools")).size());
    assertEquals("private", at(json(tools.body()), "result", "cacheScope"));
    RawHttp.Answer offers = rpc("resources/list", "", key(reader));
    assertEquals(List.of(), at(json(offers.body()), "result", "resources"));
  }

  @Test
  void whatAnotherScopeOpensIsSaid() {
    for (RawHttp.Answer answer :
        List.of(
            invoke("test.change", key(reader)), rpc("tools/call", "test.change", key(reader)))) {
      assertEquals(403, answer.status(), answer.body());
      String challenge = answer.fields().get("www-authenticate");
      assertTrue(challenge.contains("error=\"insufficient_scope\""), challenge);
      assertTrue(challenge.contains("scope=\"test:read test:write\""), challenge);
    }
    assertEquals(200, invoke("test.change", key(writer)).status());
    RawHttp.Answer hidden = invoke("test.secret", key(writer));
    assertEquals(404, hidden.status());
    assertEquals(
        hidden.body().replace("test.secret", "test.nothing"),
        invoke("test.nothing", key(writer)).body());
    RawHttp.Answer unknown = rpc("tools/call", "test.secret", key(writer));
    assertEquals(-32602, at(json(unknown.body()), "error", "code"));
  }

  @Test
  void callsBeyondTheRateAreToldWhenToCome() {
    ApiKey.New busy = rig.add("busy", "test:read");
    Await.until("the key is there", () -> get("/v1/tools", key(busy)).status() == 200);
    RawHttp.Answer first = invoke("test.rare", key(busy));
    assertEquals(200, first.status());
    assertEquals("\"rare\";q=2;w=3600", first.fields().get("ratelimit-policy"));
    assertTrue(first.fields().get("ratelimit").startsWith("\"rare\";r=1;t="), first::toString);
    assertEquals(200, rpc("tools/call", "test.rare", bearer(busy.text())).status());
    for (RawHttp.Answer late :
        List.of(invoke("test.rare", key(busy)), rpc("tools/call", "test.rare", key(busy)))) {
      assertEquals(429, late.status(), late.body());
      assertTrue(Integer.parseInt(late.fields().get("retry-after")) > 0);
      assertTrue(late.fields().get("ratelimit").contains("r=0"));
    }
    try (AxiomClient client = rig.connect("tcp:", busy.text())) {
      assertEquals(Status.OVERLOADED, failure(client, "test.rare"), "the same meter");
      client.callJson("test.who", "{}");
    }
    assertFalse(invoke("test.who", key(busy)).fields().containsKey("ratelimit"));
  }

  @Test
  void aRevokedKeyEndsWhatItOpened() throws IOException {
    ApiKey.New leaving = rig.add("leaving", "test:read");
    Await.until("the key is there", () -> get("/v1/tools", key(leaving)).status() == 200);
    try (AxiomClient client = rig.connect("tcp:", leaving.text())) {
      client.callJson("test.who", "{}");
      rig.keys(List.of(reader.kept(), writer.kept()));
      Await.until("the session ends", () -> !client.isConnected());
    }
    assertEquals(401, get("/v1/tools", key(leaving)).status());
    assertEquals(200, get("/v1/tools", key(reader)).status());
    assertTrue(rig.engine().info().counters().get(EngineCounter.CREDENTIALS_REFUSED.label()) > 0);
    Path audit = folder.resolve("data/audit.log");
    Await.until("the refusal is written", () -> contains(audit, "\"refused\""));
    assertFalse(contains(audit, leaving.text().substring(25)), "no secret");
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.exists(file) && Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aSessionIsItsOwners() {
    String initialize =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
            + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}}";
    String id = post("/mcp", key(reader), initialize).fields().get("mcp-session-id");
    String named = "Mcp-Session-Id: " + id + "\r\nMCP-Protocol-Version: 2025-11-25\r\n";
    String ping = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}";
    assertEquals(200, post("/mcp", key(reader) + named, ping).status());
    assertEquals(404, post("/mcp", key(writer) + named, ping).status());
    assertEquals(404, ask("DELETE /mcp", key(writer) + named).status());
    assertEquals(204, ask("DELETE /mcp", key(reader) + named).status());
  }

  @Test
  void webSocketsSayWhoTheyAre() {
    String upgrade =
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: ";
    assertEquals(101, get("/ws", upgrade + "axiom.json\r\n").status(), "it may say so later");
    assertEquals(401, get("/ws", upgrade + "axiom.json\r\n" + bearer("wrong")).status());
    assertEquals(401, get("/ws", upgrade + "axiom.sbe\r\n" + bearer("wrong")).status());
    assertEquals(101, get("/ws", upgrade + "axiom.json\r\n" + key(reader)).status());
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (String credentials : List.of("", "wrong")) {
        CallException refused =
            assertThrows(CallException.class, () -> socket(http, credentials).close());
        assertEquals(Status.UNAUTHENTICATED, refused.status());
      }
      try (AxiomClient client = socket(http, reader.text())) {
        assertEquals("reader", at(json(client.callJson("test.who", "{}")), "name"));
        assertEquals(Status.UNKNOWN_TOOL, failure(client, "test.secret"));
      }
    }
  }

  @Test
  void aSocketOfAPageSaysWhoItIsInItsFirstMessage() {
    try (HttpClient http = HttpClient.newHttpClient();
        SocketClient socket = new SocketClient(http, rig.address("http:"), "axiom.json")) {
      socket.send(hello(1, reader.text()));
      assertEquals(
          "{\"id\":1,\"welcome\":{\"name\":\"reader\",\"kind\":\"api-key\"}}", socket.next());
      socket.send("{\"id\":2,\"call\":\"test.who\"}");
      assertEquals("reader", at(json(socket.next()), "result", "name"));
      socket.send("{\"id\":3,\"call\":\"test.change\"}");
      assertEquals("PERMISSION_DENIED", at(json(socket.next()), "error", "name"));
      socket.send("{\"id\":4,\"list\":\"tools\"}");
      assertEquals(2, ((List<?>) at(json(socket.next()), "tools")).size());
      socket.send(hello(5, reader.text()));
      assertEquals("reader", at(json(socket.next()), "welcome", "name"), "a newer one of its own");
      socket.send(hello(6, writer.text()));
      assertEquals("UNAUTHENTICATED", at(json(socket.next()), "error", "name"), "somebody else");
      assertEquals(1008, socket.closeCode());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":1,\"hello\":\"axk_wrong\"}",
        "{\"id\":1,\"hello\":\"\"}",
        "{\"id\":1,\"call\":\"test.who\"}",
        "{\"id\":1,\"list\":\"tools\"}"
      })
  void aSocketThatDoesNotSayWhoItIsEnds(String first) {
    try (HttpClient http = HttpClient.newHttpClient();
        SocketClient socket = new SocketClient(http, rig.address("http:"), "axiom.json")) {
      socket.send(first);
      assertEquals("UNAUTHENTICATED", at(json(socket.next()), "error", "name"));
      assertEquals(1008, socket.closeCode());
    }
  }

  private static String hello(int id, String token) {
    return "{\"id\":" + id + ",\"hello\":\"" + token + "\"}";
  }

  private static AxiomClient socket(HttpClient http, String credentials) {
    return AxiomClient.builder()
        .links(() -> new SocketLink(http, rig.address("http:")))
        .credentials(credentials)
        .connect();
  }

  @Test
  void aPipeSaysWhoItIs() throws IOException, InterruptedException {
    String call =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
            + "{\"name\":\"who\",\"arguments\":{\"text\":\"\"}}}";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StdioPipe empty = new StdioPipe(new ByteArrayInputStream(new byte[0]), out, 1024);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> pipeEngine(empty, Credential.NONE).close());
    assertTrue(refused.getMessage().contains("credentials"), refused.getMessage());
    Credential token = Credential.of(Credential.Form.SESSION, IdentityRig.TOKEN.getBytes(UTF_8));
    StdioPipe pipe = new StdioPipe(new ByteArrayInputStream(call.getBytes(UTF_8)), out, 1024);
    try (Engine engine = pipeEngine(pipe, token)) {
      assertEquals(List.of("stdio:"), engine.addresses());
      pipe.readAll();
      pipe.awaitEnd();
    }
    assertEquals("token", at(json(out.toString(UTF_8)), "result", "content", 0, "text"));
  }

  private static Engine pipeEngine(StdioPipe pipe, Credential credential) {
    return Engine.builder()
        .auth(ConfigReader.parse("auth: {token: " + IdentityRig.TOKEN + "}", "t").auth())
        .tool(
            Tool.named("who")
                .raw(
                    ContentType.TEXT,
                    invocation -> {
                      byte[] name = invocation.principal().name().getBytes(UTF_8);
                      invocation
                          .reply(ContentType.TEXT, name.length)
                          .putBytes(invocation.replyOffset(), name);
                    })
                .build())
        .piped(credential)
        .stdio(pipe)
        .start();
  }
}

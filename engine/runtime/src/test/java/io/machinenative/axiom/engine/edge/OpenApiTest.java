package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.EngineBuilder;
import io.machinenative.axiom.engine.config.ConfigReader;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import io.machinenative.axiom.samples.conformance.ConformancePlugin;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reader of OpenAPI makes of the document: every path, every reference, every schema. */
class OpenApiTest {
  private static final String SIZE =
      "{\"type\":\"object\",\"properties\":{\"size\":{\"$ref\":\"#/$defs/a~1b%20c\"}},"
          + "\"required\":[\"size\"],\"$defs\":{\"a/b c\":{\"type\":\"integer\"}}}";
  private static final String TREE =
      "{\"type\":\"object\",\"properties\":{\"children\":{\"type\":\"array\","
          + "\"items\":{\"$ref\":\"#\"}}},\"additionalProperties\":false}";

  /** Two tools use the same anchor for different things; {@code $ref} is a name as well. */
  private static final String ANCHOR =
      "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\","
          + "\"properties\":{\"$ref\":{\"$ref\":\"#thing\"}},"
          + "\"$defs\":{\"t\":{\"$anchor\":\"thing\",\"type\":\"%s\"}}}";

  private static final String IDENTIFIED =
      "{\"$id\":\"https://example/s\",\"type\":\"object\",\"properties\":{\"n\":"
          + "{\"$ref\":\"#/$defs/n\"}},\"$defs\":{\"n\":{\"type\":\"null\"}}}";
  private static final String BASED =
      "{\"type\":\"object\",\"properties\":{\"n\":{\"$ref\":\"#/$defs/n\"},"
          + "\"m\":{\"$id\":\"urn:m\",\"$ref\":\"#/$defs/m\",\"$defs\":{\"m\":{\"type\":"
          + "\"boolean\"}}}},\"$defs\":{\"n\":{\"type\":\"integer\"}}}";

  private static Engine engine;
  private static Map<?, ?> document;

  @BeforeAll
  static void start() {
    engine =
        builder()
            .tool(tool("test.size", SIZE))
            .tool(tool("test.tree", TREE))
            .tool(tool("test.text", ANCHOR.formatted("string")))
            .tool(tool("test.number", ANCHOR.formatted("number")))
            .tool(tool("test.identified", IDENTIFIED))
            .tool(tool("test.based", BASED))
            .start();
    document = json(get(engine, "/openapi.json", ""));
  }

  private static EngineBuilder builder() {
    return Engine.builder()
        .plugin(new CoreToolsPlugin())
        .plugin(new ConformancePlugin())
        .listen("http://127.0.0.1:0");
  }

  private static Tool tool(String name, String schema) {
    return Tool.named(name)
        .raw(ContentType.JSON, call -> call.reply(ContentType.JSON, 0))
        .schemas(schema, schema)
        .build();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static String get(Engine asked, String path, String fields) {
    try (RawHttp http = new RawHttp(asked.addresses().getFirst())) {
      return http.get(path, fields).read().body();
    }
  }

  @Test
  void eachToolHasItsPathAndEachPathItsTool() {
    Set<String> expected =
        new TreeSet<>(Set.of("/v1/tools", "/v1/tools/{name}", "/health", "/ready"));
    for (Object tool : (List<?>) json(get(engine, "/v1/tools?limit=1000", "")).get("tools")) {
      expected.add(at(tool, "invoke").toString());
    }
    Map<?, ?> paths = (Map<?, ?>) document.get("paths");
    assertEquals(expected, new TreeSet<>(paths.keySet()));
    Set<Object> ids = new HashSet<>();
    paths.forEach((path, operations) ->
        ((Map<?, ?>) operations)
            .forEach((method, operation) -> {
              assertTrue(Set.of("get", "post").contains(method), () -> path + ": " + method);
              assertTrue(
                  ids.add(at(operation, "operationId")), () -> path + ": its id is another's");
              assertFalse(((Map<?, ?>) at(operation, "responses")).isEmpty(), path::toString);
            }));
    Object call = at(document, "paths", "/v1/tools/test.size:invoke", "post");
    Map<?, ?> answers = (Map<?, ?>) at(call, "responses", "200", "content");
    assertEquals(
        Set.of("application/json", "application/x-ndjson", "text/event-stream"), answers.keySet());
    List<Object> fields = new ArrayList<>();
    for (Object parameter : (List<?>) at(call, "parameters")) {
      fields.add(at(resolved(document, at(parameter, "$ref").toString()), "name"));
    }
    assertTrue(fields.contains("traceparent"), fields::toString);
    assertFalse(document.containsKey("security"), "nobody is asked here");
  }

  @Test
  void eachReferenceHasItsTarget() {
    List<String> found = new ArrayList<>();
    resolve(document, document, found);
    assertTrue(found.size() > 100, found::toString);
    Object based = at(document, "components", "schemas", "test.based.input");
    assertEquals("urn:axiom:schema:test.based.input", at(based, "$id"));
  }

  /** An {@code $id} begins a document of its own. */
  private static void resolve(Object value, Map<?, ?> base, List<String> found) {
    if (value instanceof List<?> list) {
      list.forEach(one -> resolve(one, base, found));
    } else if (value instanceof Map<?, ?> map) {
      Map<?, ?> own = map.get("$id") instanceof String ? map : base;
      map.forEach((key, member) -> {
        if (key.equals("$ref") && member instanceof String reference) {
          assertTrue(reference.startsWith("#"), reference);
          assertNotNull(resolved(own, reference), reference);
          found.add(reference);
        } else if (!key.equals("const")) {
          resolve(member, own, found);
        }
      });
    }
  }

  private static Object resolved(Object base, String reference) {
    Object at = base;
    for (String token : reference.substring(1).split("/")) {
      if (!token.isEmpty()) {
        String name = URLDecoder.decode(token.replace("+", "%2B"), UTF_8);
        String key = name.replace("~1", "/").replace("~0", "~");
        at =
            at instanceof List<?> list
                ? list.get(Integer.parseInt(key))
                : ((Map<?, ?>) at).get(key);
      }
      assertNotNull(at, () -> "nothing at " + token + " of " + reference);
    }
    return at;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "test.size       | {\"size\":1}                  | {\"size\":\"x\"}",
        "test.tree       | {\"children\":[{\"children\":[]}]} | {\"children\":[{\"x\":1}]}",
        "test.text       | {\"$ref\":\"x\"}                | {\"$ref\":1}",
        "test.number     | {\"$ref\":1}                  | {\"$ref\":\"x\"}",
        "test.identified | {\"n\":null}                  | {\"n\":1}",
        "test.based      | {\"n\":1,\"m\":true}          | {\"m\":1}"
      })
  void aSchemaMeansInTheDocumentWhatItMeansAlone(String tool, String right, String wrong) {
    for (String which : List.of("input", "output")) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("$ref", "#/components/schemas/" + tool + "." + which);
      schema.put("components", document.get("components"));
      String text = Json.text(schema);
      assertEquals(List.of(), Json.validate(text, right.getBytes(UTF_8)));
      assertFalse(Json.validate(text, wrong.getBytes(UTF_8)).isEmpty(), wrong);
    }
  }

  @Test
  void mcpShowsTheSchemaAsTheToolGivesIt() {
    try (RawHttp http = new RawHttp(engine.addresses().getFirst())) {
      String list = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
      String tools = http.post("/mcp", "", list).read().body();
      assertTrue(tools.contains("\"inputSchema\":" + BASED), tools);
      assertTrue(tools.contains("\"inputSchema\":" + SIZE), tools);
    }
  }

  @Test
  void whereCallersAreAskedTheDocumentSaysHow() {
    try (Engine asking =
        builder().with(ConfigReader.parse("auth: {token: secret-of-all}", "test")).start()) {
      Map<?, ?> said = json(get(asking, "/openapi.json", "X-API-Key: secret-of-all\r\n"));
      Map<?, ?> schemes = (Map<?, ?>) at(said, "components", "securitySchemes");
      assertEquals("bearer", at(schemes, "bearer", "scheme"));
      assertEquals("X-API-Key", at(schemes, "apiKey", "name"));
      for (Object one : (List<?>) said.get("security")) {
        assertTrue(schemes.keySet().containsAll(((Map<?, ?>) one).keySet()), one::toString);
      }
      assertEquals(List.of(), at(said, "paths", "/health", "get", "security"), "open to all");
    }
  }
}

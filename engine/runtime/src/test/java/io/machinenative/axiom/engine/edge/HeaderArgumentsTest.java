package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.fields;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static io.machinenative.axiom.engine.edge.EdgeRig.stateless;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that a schema wants in header fields say the same there, of whatever type they are. */
class HeaderArgumentsTest {
  private static final String TOOL = "test.routed";
  private static final String SCHEMA =
      """
      {"type":"object","properties":{
        "count":{"type":"integer","x-mcp-header":"Count"},
        "flag":{"type":"boolean","x-mcp-header":"Flag"},
        "where":{"type":"object","properties":{
          "r\u00e9gion \\\\ n\u00b0":{"type":"string","x-mcp-header":"Region"}}}}}
      """;
  private static EdgeRig rig;

  @BeforeAll
  static void start() {
    rig = EdgeRig.usual();
    rig.engine().add(List.of(routed(TOOL, SCHEMA))).join();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static Tool routed(String name, String schema) {
    return Tool.named(name).schemas(schema, "").raw(ContentType.JSON, call -> {}).build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"count\":7} | Count: 7 | 0",
        "{\"count\":7} | count: 7.0 | 0",
        "{\"count\":7.0} | Count: 7 | 0",
        "{\"count\":7} | Count: =?base64?Nw==?= | 0",
        "{\"count\":7} | Count: 8 | -32020",
        "{\"count\":7} | Count: seven | -32020",
        "{\"count\":7} | `` | -32020",
        "{\"count\":null} | `` | 0",
        "{\"count\":null} | Count: 7 | -32020",
        "{} | `` | 0",
        "{} | Count: 7 | -32020",
        "{\"flag\":false} | Flag: false | 0",
        "{\"flag\":true} | Flag: True | -32020",
        "{\"where\":{\"r\u00e9gion \\\\ n\u00b0\":\"Paris\"}} | Region: Paris | 0",
        "{\"where\":{\"r\\u00e9gion \\u005c n\u00b0\":\"Paris\"}} | Region: Paris | 0",
        "{\"where\":{\"r\u00e9gion \\\\ n\u00b0\":\"Paris\"}} | Region: paris | -32020",
        "{\"where\":{\"r\u00e9gion \\\\ n\u00b0\":\"Paris\"}} | `` | -32020",
        "{\"where\":{\"r\u00e9gion \\\\ n\u00b0\":\"\u00cele\"}} | Region: =?base64?w45sZQ==?= | 0",
        "{\"where\":{\"r\u00e9gion \\\\ n\u00b0\":\"\u00cele\"}} | Region: \u00cele | -32020",
        "{\"where\":{\"r\u00e9gion \\\\ n\u00b0\":\"\"}} | Region: | 0"
      })
  void fieldAndArgumentAgree(String arguments, String field, int code) {
    String repeated = field.isEmpty() ? "" : "Mcp-Param-" + field + "\r\n";
    String params = "\"name\":\"" + TOOL + "\",\"arguments\":" + arguments;
    try (RawHttp http = rig.connect()) {
      RawHttp.Answer answer =
          http.post(
                  "/mcp",
                  fields("tools/call", TOOL) + repeated,
                  stateless("1", "tools/call", params))
              .read();
      assertEquals(code == 0 ? 200 : 400, answer.status(), answer::body);
      if (code == 0) {
        assertEquals(false, at(json(answer.body()), "result", "isError"), answer::body);
      } else {
        assertEquals(code, at(json(answer.body()), "error", "code"), answer::body);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mcp-Param-Count: 8",
        "Mcp-Name: test.add",
        "mcp-method: tools/list",
        "MCP-Protocol-Version: 2025-11-25"
      })
  void aFieldThatComesTwiceAgreesWithNothing(String second) {
    String repeated = "Mcp-Param-Count: 7\r\n" + second + "\r\n";
    String params = "\"name\":\"" + TOOL + "\",\"arguments\":{\"count\":7}";
    try (RawHttp http = rig.connect()) {
      RawHttp.Answer answer =
          http.post(
                  "/mcp",
                  fields("tools/call", TOOL) + repeated,
                  stateless("1", "tools/call", params))
              .read();
      assertEquals(400, answer.status(), answer::body);
      assertEquals(-32020, at(json(answer.body()), "error", "code"), answer::body);
    }
  }

  @Test
  void theGatewayRepeatsThem() {
    String url = rig.engine().addresses().getFirst() + "/mcp";
    try (GatewayRig gateway = new GatewayRig("{s: {url: '" + url + "', era: '2026-07-28'}}")) {
      gateway.awaitUp("s");
      String arguments =
          "{\"count\":7,\"flag\":true,\"where\":{\"r\u00e9gion \\\\ n\u00b0\":\"\u00cele\"}}";
      RawHttp.Answer answer = gateway.invoke("s." + TOOL, "", arguments);
      assertEquals(200, answer.status(), answer::body);
    }
  }

  @Test
  void aFieldThatNoClientSendsIsRefusedAtOnce() {
    String twice =
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"Same\"},"
            + "\"b\":{\"type\":\"string\",\"x-mcp-header\":\"same\"}}}";
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> rig.engine().add(List.of(routed("test.twice", twice))).join());
    assertTrue(refused.getMessage().contains("x-mcp-header at /b"), refused.getMessage());
  }
}

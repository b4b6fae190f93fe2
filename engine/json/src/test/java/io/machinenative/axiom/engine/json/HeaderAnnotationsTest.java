package io.machinenative.axiom.engine.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which arguments a schema wants in header fields, and what clients would refuse. */
class HeaderAnnotationsTest {
  private static List<HeaderArgument> of(String properties) {
    return HeaderAnnotations.of(Json.read("{\"type\":\"object\"," + properties + "}"));
  }

  @Test
  void argumentsAreFoundAtAnyDepth() {
    List<HeaderArgument> found =
        of(
            "\"properties\":{\"a\":{\"type\":\"integer\",\"x-mcp-header\":\"A\"},"
                + "\"b\":{\"properties\":{\"\u00e4\\\\\":"
                + "{\"type\":\"string\",\"x-mcp-header\":\"X_1\"}}}}");
    assertEquals(
        List.of(
            new HeaderArgument("Mcp-Param-A", List.of("a")),
            new HeaderArgument("Mcp-Param-X_1", List.of("b", "\u00e4\\"))),
        found);
    assertEquals("v", found.getLast().valueIn(Map.of("b", Map.of("\u00e4\\", "v"))));
    assertEquals(null, found.getLast().valueIn(Map.of("b", 7)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\"}} | /a: expected the"
            + " name",
        "\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A B\"}} | got A B",
        "\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":7}} | got 7",
        "\"properties\":{\"a\":{\"type\":\"array\",\"x-mcp-header\":\"A\"}} | got array",
        "\"properties\":{\"a\":{\"x-mcp-header\":\"A\"}} | got null",
        "\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"Aa\"},\"b\":{\"properties\":{\"c\":{\"type\":\"string\",\"x-mcp-header\":\"aA\"}}}}"
            + " | /b/c: expected a name of its own",
        "\"properties\":{\"a\":{\"items\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}} | below"
            + " properties alone",
        "\"anyOf\":[{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}] | below"
            + " properties alone",
        "\"$defs\":{\"d\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}} | below properties alone",
        "\"x-mcp-header\":\"A\" | below properties alone"
      })
  void whatClientsRefuseIsRefused(String members, String why) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> of(members));
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }

  @Test
  void dataIsNoSchema() {
    assertEquals(
        List.of(),
        of("\"properties\":{\"a\":{\"type\":\"object\",\"default\":{\"x-mcp-header\":7}}}"));
  }
}

package io.machinenative.axiom.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.ToolException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaTest {
  @Test
  void tellsPathExpectedAndFound() {
    assertEquals(
        List.of(new Finding("/a/0", "string", "integer 1")),
        Json.validate(
            "{\"properties\":{\"a\":{\"items\":{\"type\":\"string\"}}}}",
            "{\"a\":[1,\"b\"]}".getBytes(UTF_8)));
  }

  @Test
  void acceptsWhatFits() {
    assertEquals(List.of(), Json.validate("true", "[1]".getBytes(UTF_8)));
    assertEquals(
        List.of(),
        Json.validate(
            "{\"$defs\":{\"s\":{\"type\":\"string\"}},\"$ref\":\"#/$defs/s\"}",
            "\"x\"".getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "3",
        "{\"$ref\":\"#/nowhere\"}",
        "{\"$ref\":\"other.json\"}",
        "{\"pattern\":\"(\"}"
      })
  void refusesWhatIsNoSchema(String text) {
    assertThrows(IllegalArgumentException.class, () -> JsonSchema.compile(text), text);
  }

  @Test
  void whatLooksLikeAReferenceInAValueIsAValue() {
    String schema =
        """
        {"$defs":{"n":{"type":"integer","examples":[{"$ref":"http://elsewhere/"}]}},
         "properties":{"default":{"$ref":"#/$defs/n"},
           "same":{"const":{"$ref":"#/nowhere"}},
           "one":{"enum":[{"$ref":"other.json"},{"$id":"twice"},{"$id":"twice"}],
             "default":{"$ref":"#gone"}}}}\
        """;
    assertEquals(
        List.of(),
        Json.validate(
            schema,
            "{\"default\":1,\"same\":{\"$ref\":\"#/nowhere\"},\"one\":{\"$ref\":\"other.json\"}}"
                .getBytes(UTF_8)));
    List<Finding> findings =
        Json.validate(
            schema, "{\"default\":\"x\",\"same\":1,\"one\":{\"$ref\":\"x\"}}".getBytes(UTF_8));
    assertEquals(3, findings.size(), findings::toString);
    assertThrows(
        IllegalArgumentException.class,
        () -> JsonSchema.compile("{\"properties\":{\"const\":{\"$ref\":\"#/nowhere\"}}}"),
        "a property of that name has a schema");
  }

  @Test
  void refusesAValueThatIsNotJson() {
    assertThrows(ToolException.class, () -> Json.validate("true", new byte[] {'{'}));
  }

  @Test
  void neverFetches(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("s.json"), "{\"type\":\"string\"}");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(1);
      String url = "http://127.0.0.1:" + server.getLocalPort() + "/s.json";
      for (String target :
          List.of(
              url,
              file.toUri().toString(),
              "classpath:draft-07/schema",
              "resource:draft-07/schema")) {
        IllegalArgumentException refusal =
            assertThrows(
                IllegalArgumentException.class,
                () -> JsonSchema.compile("{\"$ref\":\"" + target + "\"}"),
                target);
        assertTrue(refusal.getMessage().contains("stands alone"), refusal.getMessage());
      }
      assertThrows(SocketTimeoutException.class, server::accept);
    }
  }

  @Test
  void aSchemaIsReadInItsDialect() {
    JsonSchema older =
        JsonSchema.compile(
            "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"object\","
                + "\"properties\":{\"pair\":{\"items\":[{\"type\":\"string\"}]}}}");
    assertTrue(fits(older, "{\"pair\":[\"a\"]}"));
    assertFalse(fits(older, "{\"pair\":[1]}"));
    JsonSchema schemas =
        JsonSchema.compile("{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}");
    assertFalse(fits(schemas, "{\"type\":7}"));
    JsonSchema named =
        JsonSchema.compile(
            "{\"$ref\":\"urn:a\",\"$defs\":{\"a\":{\"$id\":\"urn:a\",\"type\":\"null\"}}}");
    assertFalse(fits(named, "1"));
  }

  /** What would keep a thread busy for years is refused, or given up in time. */
  @Test
  void noSchemaKeepsAnybodyBusy() {
    JsonSchema slow = JsonSchema.compile("{\"pattern\":\"^(a+)+$\"}");
    assertTrue(fits(slow, "\"aaaa\""));
    assertFalse(fits(slow, "\"" + "a".repeat(100) + "!\""));
    assertRefused("{\"pattern\":\"" + "(".repeat(100_000) + ")".repeat(100_000) + "\"}");
    assertRefused(doubling(60, false));
    assertRefused(doubling(60, true));
    assertTrue(fits(JsonSchema.compile(doubling(8, false)), "\"a\""));
    StringBuilder chain = new StringBuilder("{\"$ref\":\"#/$defs/a0\",\"$defs\":{");
    for (int i = 0; i < 20_000; i++) {
      chain.append("\"a" + i + "\":{\"$ref\":\"#/$defs/a" + (i + 1) + "\"},");
    }
    assertBounded(chain.append("\"a20000\":true}}").toString());
    JsonSchema endless =
        JsonSchema.compile("{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"$ref\":\"#/$defs/a\"}}}");
    assertFalse(fits(endless, "1"));
    JsonSchema tree =
        JsonSchema.compile(
            "{\"properties\":{\"next\":{\"$ref\":\"#\"},\"n\":{\"type\":\"integer\"}}}");
    assertFalse(fits(tree, "{\"next\":{\"n\":\"x\"}}"));
    JsonSchema twice =
        JsonSchema.compile(
            "{\"properties\":{\"next\":{\"allOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#\"}]}}}");
    assertTrue(fits(twice, nested(5)));
    assertFalse(fits(twice, nested(60)), "2^60 checks");
    JsonSchema lengths =
        JsonSchema.compile(
            "{\"minLength\":999999999999999,\"pattern\":\"a{1,2000000000}b{2000000000}\"}");
    assertFalse(fits(lengths, "\"a\""));
  }

  private static boolean fits(JsonSchema schema, String value) {
    return schema.check(value.getBytes(UTF_8)).isEmpty();
  }

  /** How deep is too deep depends on the stack; without end it is not. */
  private static void assertBounded(String schema) {
    try {
      fits(JsonSchema.compile(schema), "1");
    } catch (IllegalArgumentException refused) {
      assertTrue(refused.getMessage().contains("deep"), refused.getMessage());
    }
  }

  private static void assertRefused(String schema) {
    assertThrows(IllegalArgumentException.class, () -> JsonSchema.compile(schema));
  }

  private static String nested(int depth) {
    return "{\"next\":".repeat(depth) + "{}" + "}".repeat(depth);
  }

  /** Twice what is there, again and again, by references to definitions or to anchors. */
  private static String doubling(int times, boolean anchors) {
    StringBuilder schema = new StringBuilder("{\"$defs\":{\"a0\":{\"$anchor\":\"a0\"}");
    String to = anchors ? "#a" : "#/$defs/a";
    for (int i = 1; i < times; i++) {
      String half = "{\"$ref\":\"" + to + (i - 1) + "\"}";
      schema.append(",\"a" + i + "\":{\"$anchor\":\"a" + i + "\",\"allOf\":[" + half + ",");
      schema.append(half + "]}");
    }
    return schema.append("},\"$ref\":\"" + to + (times - 1) + "\"}").toString();
  }

  /** The validator alone would ignore them, and check nothing. */
  @Test
  void nonsenseIsNoSchema() {
    for (String nonsense :
        List.of(
            "{\"type\":7}",
            "{\"type\":\"text\"}",
            "{\"properties\":[]}",
            "{\"required\":\"name\"}",
            "{\"properties\":{\"a\":{\"minLength\":-1}}}")) {
      assertThrows(
          IllegalArgumentException.class, () -> JsonSchema.compile(nonsense), "schema " + nonsense);
    }
  }
}

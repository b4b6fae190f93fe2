package io.machinenative.axiom.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
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

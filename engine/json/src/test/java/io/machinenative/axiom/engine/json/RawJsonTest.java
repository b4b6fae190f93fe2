package io.machinenative.axiom.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.machinenative.axiom.api.ToolException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pieces stay as they were written; what is not one value is refused. */
class RawJsonTest {
  private static String text(byte[] json) {
    return new String(json, UTF_8);
  }

  @Test
  void membersStayAsTheyWereWritten() {
    String json =
        " {\"a\" : 1.50 ,\"b\":-1e3,\"c\":\"\u00e4\\u00e4\\\"\", \"d\":{ \"x\":[1 , 2] },"
            + "\"e\":[ ],\"f\":null,\"g\":true,\"h\":\"\"} ";
    Map<String, String> members =
        RawJson.members(json.getBytes(UTF_8)).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> text(entry.getValue())));
    assertEquals(
        Map.of(
            "a", "1.50",
            "b", "-1e3",
            "c", "\"\u00e4\\u00e4\\\"\"",
            "d", "{ \"x\":[1 , 2] }",
            "e", "[ ]",
            "f", "null",
            "g", "true",
            "h", "\"\""),
        members);
    List<byte[]> elements = RawJson.elements("[1,{\"a\":[2]} , \"x\"]".getBytes(UTF_8));
    assertEquals(
        List.of("1", "{\"a\":[2]}", "\"x\""), elements.stream().map(RawJsonTest::text).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "7",
        "{\"a\":1",
        "{\"a\":1}}",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"a\":\"\\ud8\"}",
        "{a:1}",
        "{\"a\":NaN}"
      })
  void whatIsNotOneObjectIsRefused(String json) {
    assertThrows(ToolException.class, () -> RawJson.members(json.getBytes(UTF_8)));
  }

  @Test
  void deepAndMalformedBytesAreRefused() {
    byte[] deep = ("{\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}").getBytes(UTF_8);
    assertThrows(ToolException.class, () -> RawJson.requireObject(deep));
    byte[] malformed = {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'};
    assertThrows(ToolException.class, () -> RawJson.members(malformed));
  }
}

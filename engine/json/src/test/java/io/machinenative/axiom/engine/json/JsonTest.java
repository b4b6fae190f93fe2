package io.machinenative.axiom.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.machinenative.axiom.api.ToolException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void readsPlainValues() {
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("z", Arrays.asList(1, null, true));
    expected.put("a", new BigDecimal("1.50"));

    assertEquals(expected, Json.read("{\"z\":[1,null,true],\"a\":1.50}"));
  }

  @Test
  void writesMapsListsAndRecords() {
    assertEquals("{\"p\":{\"x\":1.0,\"y\":2.0}}", Json.text(Map.of("p", new Samples.Point(1, 2))));
    assertArrayEquals("[1,\"é\"]".getBytes(UTF_8), Json.write(Arrays.asList(1, "é")));
  }

  @Test
  void indentsWithoutChangingValues() {
    assertEquals(
        "{\n  \"b\": [\n    1.50,\n    1e5\n  ],\n  \"a\": { }\n}".replace("1e5", "1E+5"),
        Json.pretty("{\"b\":[1.50,1e5],\"a\":{}}".getBytes(UTF_8)));
    assertArrayEquals(
        "{\"b\":[1,2]}".getBytes(UTF_8), Json.compact(" { \"b\" : [1 ,\n2]} ".getBytes(UTF_8)));
  }

  @Test
  void refusesWhatIsNotJson() {
    assertThrows(ToolException.class, () -> Json.pretty("{".getBytes(UTF_8)));
    assertThrows(ToolException.class, () -> Json.read("{\"a\":1,\"a\":1}"));
  }

  @Test
  void laysCompoundPayloadsOut() {
    byte[] compound = Json.compound("{}".getBytes(UTF_8), new byte[] {7, 8});

    assertArrayEquals(new byte[] {2, 0, 0, 0, '{', '}', 7, 8}, compound);
    assertEquals(2, Compound.jsonBytes(new UnsafeBuffer(compound), 0, compound.length));
  }
}

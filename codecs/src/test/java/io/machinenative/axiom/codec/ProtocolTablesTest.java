package io.machinenative.axiom.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The tables of the protocol page say what the schema and the constants say. */
final class ProtocolTablesTest {
  private final ProtocolPage page = ProtocolPage.read();
  private final Schema schema = Schema.read();

  @Test
  void familiesHoldTheMessages() {
    Map<String, Integer> placed = new TreeMap<>();
    for (List<String> row : page.table("families")) {
      String[] range = row.get(0).split(" - ", -1);
      for (Schema.Message message : schema.messages()) {
        if (message.id() >= Integer.parseInt(range[0])
            && message.id() <= Integer.parseInt(range[1])) {
          assertTrue(
              List.of(row.get(2).split(" ", -1)).contains(message.name()),
              message.name() + " is missing in family " + row.get(1));
          placed.put(message.name(), message.id());
        }
      }
    }
    Map<String, Integer> declared = new TreeMap<>();
    schema.messages().forEach(message -> declared.put(message.name(), message.id()));
    assertEquals(declared, placed);
  }

  @Test
  void typesHaveTheirValues() {
    Map<String, String> drawn = new TreeMap<>();
    page.table("types").forEach(row -> drawn.put(row.get(0), row.get(1) + ": " + row.get(2)));
    Map<String, String> expected = new TreeMap<>();
    schema
        .constants()
        .forEach((type, values) ->
            expected.put(type, schema.encodings().get(type) + ": " + list(values)));
    expected.put("Status", "uint16: see [status codes](#9-status-codes)");
    assertEquals(expected, drawn);
  }

  private static String list(Map<String, Integer> values) {
    List<String> listed = new ArrayList<>();
    values.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(value -> listed.add(value.getKey() + " " + value.getValue()));
    return String.join(", ", listed);
  }

  @Test
  void statusesAreAllThereWithTheAdviceOfTheirFamily() {
    Map<Integer, String> drawn = new TreeMap<>();
    for (List<String> row : page.table("statuses")) {
      if (row.get(0).startsWith("**")) {
        continue;
      }
      int code = Integer.parseInt(row.get(0));
      drawn.put(code, row.get(1));
      StatusFamily family = StatusFamily.of(code);
      String advice = "no";
      if (family.retryIsSafe(false)) {
        advice = "yes";
      } else if (family.retryIsSafe(true)) {
        advice = "if idempotent";
      }
      assertEquals(advice, row.get(3).split("[,;]", -1)[0], row.get(1));
    }
    Map<Integer, String> declared = new TreeMap<>();
    Arrays.stream(Status.values())
        .filter(status -> status != Status.NULL_VAL && status != Status.SBE_UNKNOWN)
        .forEach(status -> declared.put(status.value(), status.name()));
    assertEquals(declared, drawn);
  }

  @Test
  void limitsAreThoseOfTheCode() throws IllegalAccessException {
    Map<String, Integer> drawn = new TreeMap<>();
    page.table("limits")
        .forEach(row -> drawn.put(row.get(2), Integer.valueOf(row.get(1).replace(",", ""))));
    Map<String, Integer> declared = new TreeMap<>();
    for (Field field : WireLimits.class.getFields()) {
      declared.put(field.getName(), field.getInt(null));
    }
    assertEquals(declared, drawn);
  }

  @Test
  void toolIdsAreTheirHashes() {
    for (List<String> row : page.table("tool ids")) {
      String name = row.get(0).equals("(empty)") ? "" : row.get(0);
      assertEquals(Integer.toUnsignedLong(ToolId.of(name)), Long.decode(row.get(1)), name);
    }
  }
}

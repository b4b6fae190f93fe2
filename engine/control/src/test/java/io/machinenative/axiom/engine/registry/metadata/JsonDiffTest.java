package io.machinenative.axiom.engine.registry.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.registry.metadata.JsonChange.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Merge patches as RFC 7386 has them, and differences that lead from one value to the other. */
class JsonDiffTest {
  private static final long SEED = Long.getLong("axiom.seed", 2026);

  /** The table of RFC 7386, appendix A. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "{'a':'b'}; {'a':'c'}; {'a':'c'}",
        "{'a':'b'}; {'b':'c'}; {'a':'b','b':'c'}",
        "{'a':'b'}; {'a':null}; {}",
        "{'a':'b','b':'c'}; {'a':null}; {'b':'c'}",
        "{'a':['b']}; {'a':'c'}; {'a':'c'}",
        "{'a':'c'}; {'a':['b']}; {'a':['b']}",
        "{'a':{'b':'c'}}; {'a':{'b':'d','c':null}}; {'a':{'b':'d'}}",
        "{'a':[{'b':'c'}]}; {'a':[1]}; {'a':[1]}",
        "['a','b']; ['c','d']; ['c','d']",
        "{'a':'b'}; ['c']; ['c']",
        "{'a':'foo'}; null; null",
        "{'a':'foo'}; 'bar'; 'bar'",
        "{'e':null}; {'a':1}; {'e':null,'a':1}",
        "[1,2]; {'a':'b','c':null}; {'a':'b'}",
        "{}; {'a':{'bb':{'ccc':null}}}; {'a':{'bb':{}}}"
      })
  void mergesAsTheRfcSays(String target, String patch, String result) {
    assertEquals(read(result), MergePatch.apply(read(target), read(patch)));
  }

  private static Object read(String json) {
    return Json.read(json.replace('\'', '"'));
  }

  @Test
  void differencesAreOperationsWithPlaces() {
    assertEquals(
        List.of(
            new JsonChange(Operation.REPLACE, "/a", 1, 2),
            new JsonChange(Operation.REMOVE, "/b~1c", "x", null),
            new JsonChange(Operation.REMOVE, "/list/1", 2, null),
            new JsonChange(Operation.ADD, "/d~0e", null, true)),
        JsonDiff.between(
            read("{'a':1,'b/c':'x','list':[1,2]}"), read("{'a':2,'list':[1],'d~e':true}")));
  }

  @Test
  void doingTheDifferenceLeadsThere() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 5_000; round++) {
      Object before = value(random, 4);
      Object after = random.nextBoolean() ? value(random, 4) : altered(before, random);
      String context = before + " to " + after + ", -Daxiom.seed=" + SEED;
      String copy = Json.text(before);
      List<JsonChange> changes = JsonDiff.between(before, after);
      assertEquals(after, JsonDiff.apply(before, changes), context);
      assertEquals(copy, Json.text(before), "what is given is not changed");
      assertEquals(before.equals(after), changes.isEmpty(), context);
    }
  }

  private static Object altered(Object value, SplittableRandom random) {
    if (!(value instanceof Map<?, ?> object)) {
      return value;
    }
    Map<String, Object> altered = new LinkedHashMap<>();
    object.forEach((key, child) -> {
      if (random.nextInt(4) != 0) {
        altered.put((String) key, random.nextInt(4) == 0 ? value(random, 1) : child);
      }
    });
    return altered;
  }

  private static Object value(SplittableRandom random, int depth) {
    int choice = random.nextInt(depth == 0 ? 3 : 6);
    return switch (choice) {
      case 0 -> random.nextInt(3);
      case 1 -> "t" + random.nextInt(3);
      case 2 -> random.nextBoolean();
      case 3 -> {
        List<Object> array = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(random, depth - 1));
        }
        yield array;
      }
      default -> {
        Map<String, Object> object = new LinkedHashMap<>();
        String[] names = {"a", "b", "c/d", "e~f", ""};
        for (int i = random.nextInt(5); i > 0; i--) {
          object.put(names[random.nextInt(names.length)], value(random, depth - 1));
        }
        yield object;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "REPLACE,/x",
    "REMOVE,/x",
    "ADD,/x/y",
    "ADD,/a/b",
    "REPLACE,/l/1",
    "ADD,/l/5",
    "ADD,/l/01",
    "ADD,x"
  })
  void aPlaceThatIsNotThereIsRefused(Operation operation, String path) {
    Map<String, Object> value = Map.of("a", 1, "l", List.of(1));
    List<JsonChange> changes = List.of(new JsonChange(operation, path, null, 2));
    assertThrows(IllegalArgumentException.class, () -> JsonDiff.apply(value, changes));
  }
}
